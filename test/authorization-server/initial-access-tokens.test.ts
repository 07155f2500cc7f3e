/** Who may register: everybody, nobody, or whoever shows a token of the operator's (RFC 7591 §3). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { completeOptions } from '../../packages/authorization-server/src/options.ts';
import { orderDesk, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { manage, type ManagedClient } from '../support/managed-client.ts';
import { obtainCode, post, publicClient } from '../support/oauth-client.ts';
import { createTestClock } from '../support/test-clock.ts';

const resource = 'https://orders.example.com/mcp';
const clock = createTestClock();
const storage = memoryEngine(clock);
const events: AuditEvent[] = [];
let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer(resource, {
    storage,
    now: clock.now,
    registration: { open: false, initialAccessTokens: true },
    onEvent: (event) => void events.push(event),
  });
});
afterEach(() => void events.splice(0));
afterAll(() => server.close());

/** From a page. */
const registering = (token: string, body: unknown = publicClient) => {
  const shown = token === '' ? {} : { authorization: `Bearer ${token}` };
  return post(`${server.issuer}/register`, body, { origin: 'https://host.example', ...shown });
};

describe('with a token', () => {
  it('RFC7591-11: an app registers, a public and a confidential one, and the event says by which token', async () => {
    const { id, token } = await server.initialAccessTokens.add({ name: 'Workflows' });
    const answer = await registering(token);
    expect(answer.status).toBe(201);
    const { client_id: clientId } = (await answer.json()) as { client_id: string };
    expect(events.at(-1)).toMatchObject({ name: 'client.registered', initial_access_token: id });
    expect((await obtainCode(server.issuer, clientId)).code).toBeTruthy();
    const secret = await registering(token, { ...publicClient, token_endpoint_auth_method: 'client_secret_post' });
    const managed = (await secret.json()) as ManagedClient;
    expect((await manage(managed, 'GET')).status).toBe(200);
    expect((await manage(managed, 'GET', { token })).status).toBe(401);
  });

  it('RFC7591-11: of many registrations at once no more succeed than it has uses', async () => {
    const { id, token } = await server.initialAccessTokens.add({ name: 'Five', uses: 5 });
    const bodies = Array.from({ length: 20 }, (_, index) => ({ ...publicClient, client_name: `Five ${index}` }));
    const answers = await Promise.all(bodies.map(async (body) => (await registering(token, body)).status));
    const count = (status: number) => answers.filter((each) => each === status).length;
    expect([count(201), count(401)]).toEqual([5, 15]);
    const listed = (await server.initialAccessTokens.list()).find((each) => each.id === id);
    expect(listed).toMatchObject({ name: 'Five', uses_left: 0 });
  });

  it('a body that is refused costs no use', async () => {
    const { token } = await server.initialAccessTokens.add({ name: 'Once', uses: 1 });
    expect((await registering(token, { redirect_uris: [] })).status).toBe(400);
    expect([(await registering(token)).status, (await registering(token)).status]).toEqual([201, 401]);
  });

  it('that has ended, by its date or by the operator, nobody registers', async () => {
    const short = await server.initialAccessTokens.add({ name: 'Short', lifetime: 60 });
    const removed = await server.initialAccessTokens.add({ name: 'Removed' });
    expect((await registering(short.token)).status).toBe(201);
    clock.advance(60_000);
    expect(await server.initialAccessTokens.remove(removed.id)).toBe(true);
    expect(await server.initialAccessTokens.remove(removed.id)).toBe(false);
    for (const { token } of [short, removed]) expect((await registering(token)).status).toBe(401);
  });

  it('stands in no store, log or event', async () => {
    const { token } = await server.initialAccessTokens.add({ name: 'Kept' });
    await registering(token);
    const store = await storage.open(collections);
    const kept = JSON.stringify([await store.list('initial_access_token'), server.logged, events]);
    await store.close();
    expect(kept).toContain('Kept');
    expect(kept).not.toContain(token);
  });

  it.each([[{ name: '' }], [{ name: 'x', uses: 0 }], [{ name: 'x', lifetime: 1 }], [{ name: 'x', uses: 1.5 }]])(
    '%j is none that can be given out',
    async (wanted) => {
      await expect(server.initialAccessTokens.add(wanted)).rejects.toThrow('initialAccessToken');
    },
  );
});

describe('without one', () => {
  it.each([
    ['no token', '', /^Bearer realm="[^"]+"$/],
    ['a wrong token', 'wrong', /^Bearer realm="[^"]+", error="invalid_token"/],
  ])('RFC7591-11: %s is answered 401 with a challenge that a page may read', async (_what, token, challenge) => {
    const answer = await registering(token);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
    expect(answer.headers.get('www-authenticate')).toMatch(challenge);
    expect(await answer.json()).toMatchObject({ error: 'invalid_token' });
    expect(events).toEqual([]);
  });
});

describe('the metadata', () => {
  it.each([
    [{}, true, 201],
    [{ open: false }, false, 404],
    [{ open: false, initialAccessTokens: true }, true, 401],
  ])('says the truth of %j', async (registration, isNamed, status) => {
    const other = await startAuthorizationServer(resource, { registration });
    const metadata = await fetch(`${other.issuer}/.well-known/oauth-authorization-server`);
    expect('registration_endpoint' in ((await metadata.json()) as object)).toBe(isNamed);
    expect((await post(`${other.issuer}/register`, publicClient)).status).toBe(status);
    await other.close();
  });
});

it('tokens beside open registration stop the start: they would mean nothing', () => {
  const options = {
    issuer: 'https://login.example.com',
    storage,
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource, ...orderDesk }],
    registration: { initialAccessTokens: true },
  };
  expect(() => completeOptions(options)).toThrow('"open": false');
});
