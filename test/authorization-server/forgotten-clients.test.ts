/** Who registered itself is forgotten when nobody wants it any more, and never while somebody does. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  authorizationRequest,
  callback,
  credentials,
  obtainCode,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';
import { createTestClock } from '../support/test-clock.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** The least by which a date is missed. */
const moment = 1000;

const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };

let server: RunningServer;
afterEach(() => server.close());

async function house(overrides: Parameters<typeof startAuthorizationServer>[1] = {}) {
  const clock = createTestClock();
  const storage = memoryEngine({ now: clock.now });
  server = await startAuthorizationServer('https://orders.example.com/mcp', { storage, now: clock.now, ...overrides });
  const store = await storage.open(collections);
  return { clock, store };
}

function asked({
  client_id: clientId,
  redirect_uris: [redirect_uri],
}: Pick<Registered, 'client_id' | 'redirect_uris'>) {
  return fetch(authorizationRequest(server.issuer, clientId, { redirect_uri }).url, { redirect: 'manual' });
}

const isKnown = async (client: Registered) => (await asked(client)).status === 303;

async function approved(client: Registered) {
  const { code, verifier } = await obtainCode(server.issuer, client.client_id);
  return { ...credentials(client), code, code_verifier: verifier };
}

async function connected(client: Registered): Promise<TokenAnswer> {
  return (await (await redeem(server.issuer, await approved(client))).json()) as TokenAnswer;
}

async function refreshed(client: Registered, { refresh_token }: TokenAnswer): Promise<TokenAnswer> {
  const response = await refresh(server.issuer, { ...credentials(client), refresh_token });
  expect(response.status).toBe(200);
  return (await response.json()) as TokenAnswer;
}

describe('without any approval', () => {
  it.each([
    ['a public client that returns to loopback alone', publicClient, day],
    [
      'a public client with a site beside it',
      { ...publicClient, redirect_uris: [callback, 'https://app.example/cb'] },
      90 * day,
    ],
    [
      'a public client with a scheme of its own',
      { ...publicClient, redirect_uris: ['cursor://anysphere.cursor-mcp/oauth/callback'] },
      90 * day,
    ],
    ['a client with a secret', confidential, 90 * day],
  ])('%s is forgotten after its time', async (_what, metadata, time) => {
    const { clock } = await house();
    const client = await register(server.issuer, metadata);
    clock.advance(time - 2 * hour - moment);
    expect(await isKnown(client)).toBe(true);
    clock.advance(2 * hour + 2 * moment);
    expect(await isKnown(client)).toBe(false);
  });

  it('a client that registers again is kept for its time from then on, by no more than one write an hour', async () => {
    const { clock, store } = await house();
    const client = await register(server.issuer);
    const record = await store.get('client', client.client_id);
    await register(server.issuer);
    expect(await store.get('client', client.client_id)).toEqual(record);
    clock.advance(23 * hour);
    await register(server.issuer);
    clock.advance(23 * hour);
    expect(await isKnown(client)).toBe(true);
  });

  it('a client is not forgotten in the middle of a sign-in that began at its last moment', async () => {
    const { clock, store } = await house();
    const client = await register(server.issuer);
    clock.advance(day - moment);
    const location = (await asked(client)).headers.get('location') ?? '';
    expect(location).toMatch(/interaction/);
    const { code, verifier } = await obtainCode(server.issuer, client.client_id);
    clock.advance(2 * moment);
    const fields = { client_id: client.client_id, code, code_verifier: verifier };
    expect((await redeem(server.issuer, fields)).status).toBe(200);
    expect(await store.get('client', client.client_id)).toBeDefined();
  });

  it('only asking for it keeps nothing for longer than a sign-in takes', async () => {
    const { clock } = await house();
    const client = await register(server.issuer);
    clock.advance(day - moment);
    await asked(client);
    clock.advance(hour);
    expect(await isKnown(client)).toBe(false);
  });
});

describe('after an approval', () => {
  it.each([
    ['public', publicClient],
    ['with a secret', confidential],
  ])('a client that is %s is kept for 180 days without use', async (_what, metadata) => {
    const { clock } = await house();
    const client = await register(server.issuer, metadata);
    await connected(client);
    clock.advance(180 * day - hour);
    expect(await isKnown(client)).toBe(true);
    clock.advance(2 * hour);
    expect(await isKnown(client)).toBe(false);
  });

  it('a client in use stays, however long ago it was approved', async () => {
    const { clock } = await house();
    const client = await register(server.issuer, confidential);
    let tokens = await connected(client);
    for (let days = 0; days < 360; days += 20) {
      clock.advance(20 * day);
      tokens = await refreshed(client, tokens);
    }
    clock.advance(170 * day);
    expect(await isKnown(client)).toBe(true);
  });

  it('no refresh token outlives its client, whatever the options say', async () => {
    const lifetimes = { refreshToken: 60 * 86_400 };
    const forget = { loopbackWithoutConsent: 3600, withoutConsent: 3600, withoutUse: 86_400 };
    const { clock } = await house({ lifetimes, registration: { forget } });
    const client = await register(server.issuer);
    let tokens = await connected(client);
    for (const idle of [59 * day, 12 * hour, 59.9 * day]) {
      clock.advance(idle);
      expect(await isKnown(client)).toBe(true);
      tokens = await refreshed(client, tokens);
    }
  });

  it('token requests of one day cost no write of the client', async () => {
    const { clock, store } = await house();
    const client = await register(server.issuer);
    let tokens = await connected(client);
    const record = await store.get('client', client.client_id);
    for (let hours = 0; hours < 20; hours += 5) {
      clock.advance(5 * hour);
      tokens = await refreshed(client, tokens);
    }
    expect(await store.get('client', client.client_id)).toEqual(record);
    clock.advance(5 * hour);
    await refreshed(client, tokens);
    expect(await store.get('client', client.client_id)).not.toEqual(record);
  });

  it('registering again takes no day away', async () => {
    const { clock } = await house();
    const client = await register(server.issuer);
    await connected(client);
    await register(server.issuer);
    clock.advance(179 * day);
    await register(server.issuer);
    clock.advance(12 * hour);
    expect(await isKnown(client)).toBe(true);
  });

  it('a refused token request keeps no client', async () => {
    const { clock, store } = await house();
    const client = await register(server.issuer);
    const record = await store.get('client', client.client_id);
    clock.advance(12 * hour);
    const fields = { client_id: client.client_id, code: 'guessed', code_verifier: 'x'.repeat(43) };
    await expectError(await redeem(server.issuer, fields), 400, 'invalid_grant');
    await expectError(
      await refresh(server.issuer, { client_id: client.client_id, refresh_token: 'x' }),
      400,
      'invalid_grant',
    );
    expect(await store.get('client', client.client_id)).toEqual(record);
  });
});
