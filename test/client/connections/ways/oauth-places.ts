/** Where people sign in: our own order desk, and servers that others wrote, with a client that is found or one's own. */
import { expect } from '@jest/globals';
import { startSdk1Guard } from '../../../support/engine-house.ts';
import { startHouse } from '../../../support/order-desk.ts';
import type { MovedClock } from '../../../support/moved-clock.ts';
import { redirectUri } from '../../../support/team.ts';
import { startSdk1Example, startStockProvider } from '../../../support/other-server.ts';
import { startHonoSignIn } from '../../doctor/others/hono-server.ts';
import { startMcpHandlerSignIn } from '../../doctor/others/mcp-handler-server.ts';
import { startSdk2Server } from '../../doctor/others/sdk-2-server.ts';
import { signIn, type Place } from './place.ts';

type Client = 'found' | 'own';

const ownClient = {
  client_id: 'the-team',
  client_secret: 'a secret of the team that it was given by hand',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
};

type Signing = Pick<Place, 'authentication' | 'wrongAuthentication' | 'give' | 'giveWrong'>;

/** Of one's own, the secret is what can be wrong. */
async function signing(
  url: string,
  client?: { readonly client_id: string; readonly client_secret: string },
): Promise<Signing> {
  if (!client) return { authentication: { kind: 'oauth' }, ...signIn };
  const own = { kind: 'oauth', clientId: client.client_id, issuer: await issuerOf(url) } as const;
  return {
    authentication: { ...own, clientSecret: client.client_secret },
    wrongAuthentication: { ...own, clientSecret: 'not the one' },
    give: signIn.give,
    giveWrong: signIn.give,
  };
}

/** Where a client of one's own is asked for, none registers itself. */
export async function orderDesk(sdk: 1 | 2, client: Client): Promise<Place> {
  const alone = client === 'own' ? { clients: [ownClient], registration: { open: false } } : {};
  const { resource, authorizationServer, close } = await startHouse(alone, { sdk });
  return {
    url: resource,
    tool: 'list_customers',
    ...(await signing(resource, client === 'own' ? ownClient : undefined)),
    async takeBack() {
      for await (const id of authorizationServer.authorizations.end({})) expect(id).toEqual(expect.any(String));
    },
    close,
  };
}

/** Its authorization server registers everybody, so its own client is one that was registered by hand. */
export async function sdk1Example(clock: MovedClock, client: Client): Promise<Place> {
  const { url, close } = await startSdk1Example(['--oauth', '--oauth-strict'], clock.launch);
  return {
    url,
    tool: 'greet',
    input: { name: 'Bob' },
    ...(await signing(url, client === 'own' ? await registeredByHand(url) : undefined)),
    close,
  };
}

/** As the server names it, which is to be believed here. */
async function issuerOf(url: string): Promise<string> {
  const { origin, pathname } = new URL(url);
  const document = await fetch(`${origin}/.well-known/oauth-protected-resource${pathname}`);
  const { authorization_servers: servers } = (await document.json()) as { authorization_servers: [string] };
  return servers[0];
}

async function registeredByHand(url: string): Promise<typeof ownClient> {
  const { client_id: _id, client_secret: _secret, ...metadata } = ownClient;
  const body = JSON.stringify({ ...metadata, token_endpoint_auth_method: 'client_secret_post' });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL('/register', await issuerOf(url)), { method: 'POST', headers, body });
  return (await response.json()) as typeof ownClient;
}

/** A guard before a stock oidc-provider. */
const guarded =
  (start: typeof startSdk2Server) =>
  async (clock: MovedClock, client: Client): Promise<Place> => {
    const own = client === 'own' ? ownClient : undefined;
    const { url, endGrants, close } = await start({ ...clock.launch, ...(own && { client: own }) });
    return { url, tool: 'list_orders', ...(await signing(url, own)), takeBack: endGrants, close };
  };

export const sdk2Guard = guarded(startSdk2Server);
export const honoGuard = guarded(startHonoSignIn);
export const mcpHandlerGuard = guarded(startMcpHandlerSignIn);

/** Its tokens are of a stock oidc-provider, too. */
export async function sdk1Guard(clock: MovedClock, client: Client): Promise<Place> {
  const own = client === 'own' ? ownClient : undefined;
  let endGrants = (): Promise<void> => Promise.resolve();
  const { endpoint, close } = await startSdk1Guard(async ({ href }) => {
    const provider = await startStockProvider(href, { ...clock.launch, ...(own && { client: own }) });
    ({ endGrants } = provider);
    return provider;
  });
  const url = endpoint.href;
  return { url, tool: 'read_note', ...(await signing(url, own)), takeBack: () => endGrants(), close };
}
