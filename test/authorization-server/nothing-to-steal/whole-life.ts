/** What the journeys stand on, and a client's whole life on it. */
import type { AuthorizationServer } from '@granthouse/authorization-server';
import type { Browser } from '../../support/browser.ts';
import type { ClientKey } from '../../support/client-assertion.ts';
import type { FailingEngine } from '../../support/failing-engine.ts';
import { obtainCode, postForm, publicClient, type Registered, type TokenAnswer } from '../../support/oauth-client.ts';
import { inForm, type Client } from './proofs.ts';

export interface Ground {
  readonly server: Pick<AuthorizationServer, 'issuer' | 'accounts' | 'clients' | 'signingKeys'>;
  /** On the same store, where only whoever shows an initial access token may register. */
  readonly closed: Pick<AuthorizationServer, 'issuer' | 'initialAccessTokens'> & Ground['server'];
  readonly key: ClientKey;
  /** The id of a client whose document is pinned. */
  readonly pinned: string;
  /** In the configuration: registered as a client with a secret, and as a resource server that may introspect. */
  readonly configured: Required<Pick<Registered, 'client_id' | 'client_secret'>>;
  readonly resourceServer: Required<Pick<Registered, 'client_id' | 'client_secret'>>;
  readonly browser: Browser;
  /** Milliseconds. */
  advance(time: number): void;
  readonly engine: Pick<FailingEngine, 'isAway' | 'broken'>;
}

export type Fields = Record<string, string>;
export type Way = (ground: Ground) => Promise<void>;

async function send({ server }: Ground, path: string, { client, fields }: { client: Client; fields: Fields }) {
  const { form, header = {} } = await client.prove();
  return postForm(`${server.issuer}${path}`, { ...fields, ...form }, header);
}

export async function tokensOf(ground: Ground, client: Client, overrides: Fields = {}): Promise<TokenAnswer> {
  const { code, verifier } = await obtainCode(ground.server.issuer, client.id, { browser: ground.browser, overrides });
  const redirect_uri = publicClient.redirect_uris[0] ?? '';
  const fields = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri };
  const answer = await send(ground, '/token', { client, fields });
  if (answer.status !== 200) throw new Error(`token answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as TokenAnswer;
}

/** Code, refresh, a burst of the same refresh, introspection and revocation of both tokens. */
export async function wholeLife(ground: Ground, client: Client): Promise<void> {
  const first = await tokensOf(ground, client, { scope: 'openid offline_access orders:read' });
  const asked = { client: inForm(ground.resourceServer), fields: { token: first.access_token } };
  await send(ground, '/introspect', asked);
  const again = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
  const burst = await Promise.all([1, 2, 3, 4].map(() => send(ground, '/token', { client, fields: again })));
  const answered = await Promise.all(burst.map(async (answer) => (await answer.json()) as Partial<TokenAnswer>));
  const tokens = [first.access_token, ...answered.flatMap((each) => [each.access_token, each.refresh_token])];
  for (const token of tokens) {
    if (token === undefined) continue;
    await send(ground, '/introspect', { client, fields: { token } });
    await send(ground, '/introspect', { client: inForm(ground.resourceServer), fields: { token } });
    await send(ground, '/revoke', { client, fields: { token } });
  }
}
