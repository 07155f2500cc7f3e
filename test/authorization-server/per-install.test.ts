/** Several installs share a client id and never a grant: what one is granted, keeps or loses is nothing of the others (RFC 6749 §10.2, RFC 8252 §8.6). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import { documentAt } from '../support/metadata-document.ts';
import {
  obtainCode,
  postForm,
  publicClient,
  redeem,
  refresh,
  register,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const document = documentAt('https://claude.ai/oauth/claude-code-client-metadata', {
  client_name: 'Claude Code',
  redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
});

let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    clientIdMetadataDocuments: { pinned: [document] },
    lifetimes: { refreshGrace: 0 },
  });
});
afterAll(() => server.close());

const local = (port: number) => `http://127.0.0.1:${port}/callback`;

/** Each on a port of its own, for one person, who approves the one as the other. */
async function installed(clientId: string, port: number, scope: string): Promise<TokenAnswer> {
  const redirectUri = local(port);
  const { code, verifier } = await obtainCode(server.issuer, clientId, {
    overrides: { redirect_uri: redirectUri, scope },
  });
  const answer = await redeem(server.issuer, {
    client_id: clientId,
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
  return (await answer.json()) as TokenAnswer;
}

describe.each([
  [
    'a shared dynamic client',
    async (port: number) =>
      (await register(server.issuer, { ...publicClient, redirect_uris: [local(port)] })).client_id,
  ],
  ['a client with a metadata document', async () => document.client_id],
])('two installs of %s', (_what, idOf) => {
  let clientId: string;
  const refreshed = (fields: Record<string, string>) => refresh(server.issuer, { client_id: clientId, ...fields });

  beforeAll(async () => {
    clientId = await idOf(5001);
  });

  it('have one client id', async () => {
    expect(await idOf(5002)).toBe(clientId);
  });

  async function both(): Promise<[TokenAnswer, TokenAnswer]> {
    return [await installed(clientId, 5001, 'orders:read'), await installed(clientId, 5002, 'refunds:write')];
  }

  it('are granted apart: neither gets what the other was approved for', async () => {
    const [one, two] = await both();
    expect([one.scope, two.scope]).toEqual(['orders:read', 'refunds:write']);
    const more = await refreshed({ refresh_token: one.refresh_token, scope: 'orders:read refunds:write' });
    await expectError(more, 400, 'invalid_scope');
    expect(((await (await refreshed({ refresh_token: two.refresh_token })).json()) as TokenAnswer).scope).toBe(
      'refunds:write',
    );
  });

  it('end apart: one that is disconnected or stolen from leaves the other connected', async () => {
    const [one, two] = await both();
    await postForm(`${server.issuer}/revoke`, { client_id: clientId, token: one.refresh_token });
    await expectError(await refreshed({ refresh_token: one.refresh_token }), 400, 'invalid_grant');
    expect((await refreshed({ refresh_token: two.refresh_token })).status).toBe(200);

    const [stolen, other] = await both();
    await refreshed({ refresh_token: stolen.refresh_token });
    await expectError(await refreshed({ refresh_token: stolen.refresh_token }), 400, 'invalid_grant');
    expect((await refreshed({ refresh_token: other.refresh_token })).status).toBe(200);
  });

  it('are listed as two connections of one client', async () => {
    const count = async () => {
      let found = 0;
      for await (const { client_id: id } of server.authorizations.list({ clientId })) found += Number(id === clientId);
      return found;
    };
    const before = await count();
    await both();
    expect(await count()).toBe(before + 2);
  });
});
