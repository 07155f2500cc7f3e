/** Where an answer goes when the request doesn't say: to the only address there is, and nowhere when a part of it is missing (RFC 6749 §3.1.2.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { authorizationRequest, callback, publicClient, register } from '../support/oauth-client.ts';

const resource = 'https://orders.example.com/mcp';

let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer(resource);
});
afterAll(() => server.close());

const site = 'https://app.example/callback';

async function asked(redirect_uris: string[], overrides: Record<string, string | undefined>): Promise<Response> {
  const { client_id: clientId } = await register(server.issuer, { ...publicClient, redirect_uris });
  return fetch(authorizationRequest(server.issuer, clientId, overrides).url, { redirect: 'manual' });
}

it('RFC7591-8: a client that the options no longer allow is refused without a 5xx', async () => {
  const storage = memoryEngine();
  const uri = 'warehouse://oauth/callback';
  const before = await startAuthorizationServer(resource, { storage, registration: { privateUseRedirectUris: [uri] } });
  const { client_id: clientId } = await register(before.issuer, { ...publicClient, redirect_uris: [uri] });
  await before.close();
  const after = await startAuthorizationServer(resource, { storage });
  for (const redirect_uri of [uri, undefined]) {
    const { url } = authorizationRequest(after.issuer, clientId, { redirect_uri });
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
  }
  await after.close();
});

describe('OAUTH21-9: a redirect URI that is left out', () => {
  it.each([[undefined], ['']])(
    'is the one that is registered, when it is %j and there is one',
    async (redirect_uri) => {
      expect((await asked([site], { redirect_uri })).headers.get('location')).toMatch(/interaction/);
    },
  );

  it.each([
    ['several', [callback, site], {}],
    ['one without a port, which only the app knows', [callback], {}],
    ['one without a port, and the rest of the request is wrong', [callback], { response_type: 'token' }],
    ['one that never had a port', ['http://localhost/callback'], {}],
  ])('leaves the refusal on a page, when there is %s', async (_what, redirectUris, overrides) => {
    const response = await asked(redirectUris, { redirect_uri: undefined, ...overrides });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  });
});
