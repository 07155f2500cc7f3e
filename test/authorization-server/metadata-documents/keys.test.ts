/** Clients that prove themselves by the keys of their document (Client ID Metadata Document, private_key_jwt; RFC 7523 §3). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { clientKey, type ClientKey, type Proof } from '../../support/client-assertion.ts';
import { expectError } from '../../support/expect-error.ts';
import { obtainCode, redeem, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { documentHost, serves } from './document-host.ts';

const withKeys = 'https://host.example.com/with-keys.json';
const byAddress = 'https://host.example.com/by-address.json';
const keysAt = 'https://keys.example.com/jwks.json';
const method = { token_endpoint_auth_method: 'private_key_jwt' };

const host = documentHost();
const clock = createTestClock();
let server: RunningServer;
let key: ClientKey;
let stranger: ClientKey;

beforeAll(async () => {
  [key, stranger] = [await clientKey('RS256'), await clientKey('RS256')];
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    clientIdMetadataDocuments: { pinned: [documentAt(withKeys, { ...method, jwks: { keys: [key.jwk] } })] },
    fetch: host.fetch,
    now: clock.now,
  });
  host.put(byAddress, serves(documentAt(byAddress, { ...method, jwks_uri: keysAt })));
  host.put(keysAt, serves({ keys: [key.jwk] }));
});

afterAll(() => server.close());
beforeEach(() => clock.advance(60_000));

const proof = (clientId: string, by = key, claims = {}) => by.prove(clientId, server.issuer, claims);
const fetches = (url: string) => host.fetched.filter((one) => one === url).length;

/** Believed clients hear of their token, all others that they are not believed. */
const tried = (fields: Partial<Proof> & { client_id?: string }) =>
  refresh(server.issuer, { refresh_token: 'unknown', ...fields });

describe.each([
  ['pinned, with jwks', withKeys],
  ['fetched, with jwks_uri', byAddress],
])('HOST-10: private_key_jwt, %s', (_how, clientId) => {
  it('RFC9700-14: redeems a code and refreshes, each with an assertion of its own', async () => {
    const { code, verifier } = await obtainCode(server.issuer, clientId);
    const answer = await redeem(server.issuer, { code, code_verifier: verifier, ...(await proof(clientId)) });
    expect(answer.status).toBe(200);
    const { refresh_token } = (await answer.json()) as TokenAnswer;
    const again = await refresh(server.issuer, { refresh_token, ...(await proof(clientId)) });
    expect(again.status).toBe(200);
  });

  it.each([
    ['no assertion', async () => ({ client_id: clientId })],
    ['the key of someone else', () => proof(clientId, stranger)],
    ['an assertion for another server', () => proof(clientId, key, { aud: 'https://elsewhere.example.com' })],
    ['an assertion of another issuer', () => proof(clientId, key, { iss: 'https://host.example.com/other.json' })],
    ['an assertion that has expired', () => proof(clientId, key, { exp: 1 })],
    ['an assertion that can’t be remembered', () => proof(clientId, key, { jti: undefined })],
    ['a secret', async () => ({ client_id: clientId, client_secret: 'guess' })],
  ])('AS-14: is enforced: %s is refused', async (_title, fields) => {
    await expectError(await tried(await fields()), 401, 'invalid_client');
  });

  it('AS-14: an assertion that was used is refused', async () => {
    const once = await proof(clientId);
    await expectError(await tried(once), 400, 'invalid_grant');
    await expectError(await tried(once), 401, 'invalid_client');
  });
});

describe('AS-12: keys at an address', () => {
  it('are fetched once for many requests, and no number of wrong assertions fetches them again', async () => {
    clock.advance(3_600_000);
    const before = fetches(keysAt);
    for (let request = 0; request < 3; request += 1) await tried(await proof(byAddress));
    const wrong = await proof(byAddress, stranger);
    const answers = await Promise.all(Array.from({ length: 30 }, () => tried(wrong)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(fetches(keysAt) - before).toBe(1);
  });

  it('that can not be read refuse the client, after one fetch', async () => {
    const url = 'https://host.example.com/lost-keys.json';
    const lost = 'https://keys.example.com/lost.json';
    host.put(url, serves(documentAt(url, { ...method, jwks_uri: lost })));
    for (let request = 0; request < 3; request += 1) {
      await expectError(await tried(await proof(url)), 401, 'invalid_client');
    }
    expect(fetches(lost)).toBe(1);
  });

  it('are believed no more soon after they were withdrawn, and new ones are', async () => {
    const next = await clientKey('RS256');
    await expectError(await tried(await proof(byAddress)), 400, 'invalid_grant');
    host.put(keysAt, serves({ keys: [next.jwk] }, { 'cache-control': 'max-age=86400' }));
    clock.advance(20 * 60_000);
    await expectError(await tried(await proof(byAddress)), 401, 'invalid_client');
    await expectError(await tried(await proof(byAddress, next)), 400, 'invalid_grant');
    host.put(keysAt, serves({ keys: [key.jwk] }));
    clock.advance(20 * 60_000);
  });

  it('are read again when an assertion names a new one, once in a minute however many come', async () => {
    const next = await clientKey('RS256');
    await expectError(await tried(await proof(byAddress)), 400, 'invalid_grant');
    host.put(keysAt, serves({ keys: [key.jwk, next.jwk] }));
    const before = fetches(keysAt);
    await expectError(await tried(await proof(byAddress, next)), 401, 'invalid_client');
    clock.advance(60_000);
    await expectError(await tried(await proof(byAddress, next)), 400, 'invalid_grant');
    const strange = await Promise.all(Array.from({ length: 20 }, () => proof(byAddress, stranger)));
    expect(new Set(await Promise.all(strange.map(async (one) => (await tried(one)).status)))).toEqual(new Set([401]));
    expect(fetches(keysAt) - before).toBe(1);
    host.put(keysAt, serves({ keys: [key.jwk] }));
    clock.advance(20 * 60_000);
  });

  it('HOST-11: that can’t be read go on for a day, while their address is silent and not when it says that they are gone', async () => {
    const { code, verifier } = await obtainCode(server.issuer, byAddress);
    await redeem(server.issuer, { code, code_verifier: verifier, ...(await proof(byAddress)) });
    host.put(keysAt, () => new Response('', { status: 403 }));
    clock.advance(86_400_000 - 1);
    await expectError(await tried(await proof(byAddress)), 400, 'invalid_grant');
    clock.advance(1);
    await expectError(await tried(await proof(byAddress)), 401, 'invalid_client');
    host.put(keysAt, serves({ keys: [key.jwk] }));
    clock.advance(60_000);
    await expectError(await tried(await proof(byAddress)), 400, 'invalid_grant');
    host.put(keysAt, () => new Response('', { status: 410 }));
    clock.advance(20 * 60_000);
    await expectError(await tried(await proof(byAddress)), 401, 'invalid_client');
  });
});
