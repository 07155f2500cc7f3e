/** Documents that the operator pinned: their clients connect without a fetch, and a wrong one stops the start. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { ConfigurationError } from '@granthouse/protocol';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { expectError } from '../../support/expect-error.ts';
import { callback, obtainCode, redeem, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { documentAt } from '../../support/metadata-document.ts';

const resource = 'https://orders.example.com/mcp';
const url = 'https://host.example.com/oauth/client.json';
const noNetwork = () => Promise.reject(new Error('fetched'));

describe.each([{ fetch: false }, { fetch: true }])('a pinned document with %j', (setting) => {
  let server: RunningServer;
  beforeAll(async () => {
    const clientIdMetadataDocuments = { ...setting, pinned: [documentAt(url)] };
    server = await startAuthorizationServer(resource, { clientIdMetadataDocuments, fetch: noNetwork });
  });
  afterAll(() => server.close());

  it('AS-18: connects its public client, on any loopback port, to a token and a refresh, without the network', async () => {
    const redirect_uri = callback.replace('7777', '50505');
    const { code, verifier } = await obtainCode(server.issuer, url, { overrides: { redirect_uri } });
    const answer = await redeem(server.issuer, { client_id: url, code, code_verifier: verifier, redirect_uri });
    expect(answer.status).toBe(200);
    const { refresh_token } = (await answer.json()) as TokenAnswer;
    const refreshed = await refresh(server.issuer, { client_id: url, refresh_token });
    expect(await refreshed.json()).toMatchObject({ scope: 'orders:read', refresh_token: expect.any(String) });
  });

  it('leaves the operator a way to disconnect everyone who used its client', async () => {
    const { code, verifier } = await obtainCode(server.issuer, url);
    const redeemed = await redeem(server.issuer, { client_id: url, code, code_verifier: verifier });
    const { refresh_token } = (await redeemed.json()) as TokenAnswer;
    expect(await server.clients.remove(url)).toBe(true);
    await expectError(await refresh(server.issuer, { client_id: url, refresh_token }), 400, 'invalid_grant');
    expect(await server.clients.remove(url)).toBe(false);
  });

  it('AS-14: gives its client no secret that would be believed', async () => {
    const answer = await redeem(server.issuer, { client_id: url, client_secret: 'guess', code: 'x' });
    await expectError(answer, 401, 'invalid_client');
  });
});

describe('a wrong pinned document stops the start', () => {
  const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://host.example.com/jwks.json' };
  it.each([
    ['at http', [documentAt('http://host.example.com/client.json')], 0, 'https'],
    ['at a bare host', [documentAt('https://host.example.com/')], 0, 'no path'],
    ['with a secret', [documentAt(url, { client_secret: 'hunter2' })], 0, 'client_secret'],
    ['without a name', [documentAt(url, { client_name: undefined })], 0, 'client_name'],
    ['with a dangerous redirect URI', [documentAt(url, { redirect_uris: ['data:x'] })], 0, 'redirect_uris[0]'],
    [
      'with a key that is none',
      [documentAt(url, { ...keys, jwks_uri: undefined, jwks: { keys: [{ kty: 'oct' }] } })],
      0,
      'keys',
    ],
    ['twice', [documentAt(url), documentAt(url)], 1, 'twice'],
    ['with keys at an address that is never fetched', [documentAt(url, keys)], 0, 'fetching switched off'],
  ])('%s', async (_title, pinned, index, found) => {
    const started = createAuthorizationServer({
      issuer: 'https://login.example.com',
      storage: memoryEngine(),
      secret: 'a secret for tests, long enough to be taken',
      resources: [{ resource, ...orderDesk }],
      clientIdMetadataDocuments: { fetch: false, pinned },
    });
    const error = await started.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    const { path, found: said, remedy, message } = error as ConfigurationError;
    expect(path).toBe(`authorizationServer.clientIdMetadataDocuments.pinned[${index}]`);
    expect(said).toContain(found);
    expect(remedy).not.toBe('');
    expect(message).not.toContain('hunter2');
  });
});
