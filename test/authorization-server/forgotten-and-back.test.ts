/** What a forgotten client's people and programs are told, how it comes back, and who is never forgotten. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DocumentStore, StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import type { AuditEvent } from '../../packages/authorization-server/src/audit.ts';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import { expectError } from '../support/expect-error.ts';
import {
  authorizationRequest,
  callback,
  credentials,
  obtainCode,
  obtainTokens,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
} from '../support/oauth-client.ts';
import { personAt } from '../support/person-at.ts';
import { createTestClock } from '../support/test-clock.ts';

const resource = 'https://orders.example.com/mcp';
const day = 86_400_000;
const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };

const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function house(overrides: Parameters<typeof startAuthorizationServer>[1] = {}) {
  const clock = createTestClock();
  const storage = overrides.storage ?? memoryEngine({ now: clock.now });
  const another = async () => {
    const server = await startAuthorizationServer(resource, { ...overrides, storage, now: clock.now });
    running.push(server);
    return server;
  };
  return { clock, store: await storage.open(collections), server: await another(), another };
}

/** A store from which a client is gone whenever its date is to be moved. */
function losingClients(engine: StorageEngine): StorageEngine {
  return {
    ...engine,
    async open(definitions) {
      const store = await engine.open(definitions);
      const compareAndSet: DocumentStore['compareAndSet'] = async (collection, id, change) => {
        if (collection === 'client') await store.delete(collection, id);
        return store.compareAndSet(collection, id, change);
      };
      return { ...store, compareAndSet };
    },
  };
}

const connects = async ({ issuer }: RunningServer, client: { client_id: string; client_secret?: string }) => {
  const { code, verifier } = await obtainCode(issuer, client.client_id);
  return (await redeem(issuer, { ...credentials(client), code, code_verifier: verifier })).status;
};

describe('a client that was forgotten', () => {
  it('HOST-16: is explained to its person, with what to do in the app', async () => {
    const { server, clock } = await house();
    const { client_id: clientId } = await register(server.issuer);
    clock.advance(2 * day);
    const response = await fetch(authorizationRequest(server.issuer, clientId).url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    const page = await response.text();
    expect(page).toContain('This app needs to be connected again');
    expect(page).toContain('nobody uses for a long time');
    expect(page).toContain('Remove the connection there, add it again, and sign in.');
    expect(page).not.toContain(clientId);
  });

  it('HOST-16: is invalid_client to its program', async () => {
    const { server, clock } = await house();
    const { client, tokens } = await obtainTokens(server.issuer);
    clock.advance(200 * day);
    const fields = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    await expectError(await refresh(server.issuer, fields), 401, 'invalid_client');
  });

  it('is explained, and gets no authorization, when it goes while its person decides', async () => {
    const { server, store } = await house();
    const [person, browser] = [await personAt(server.issuer), new Browser()];
    const consent = await person.consentPage(browser);
    await server.clients.remove(person.clientId);
    expect(pageOf(await browser.submit(consent, '/approve'))).toMatchObject({ status: 400 });
    expect((await store.list('grant')).items).toEqual([]);
  });

  it('gets no authorization when it goes in the very moment of the approval', async () => {
    const { server, store } = await house({ storage: losingClients(memoryEngine()) });
    const [person, browser] = [await personAt(server.issuer), new Browser()];
    const page = pageOf(await browser.submit(await person.consentPage(browser), '/approve'));
    expect(page.html).toContain('connected again');
    expect((await store.list('grant')).items).toEqual([]);
  });

  it('lets those who remember its id in again, once one of them has registered', async () => {
    const { server, clock } = await house();
    const client = await register(server.issuer);
    clock.advance(2 * day);
    await register(server.issuer, { ...publicClient, redirect_uris: ['http://127.0.0.1:1234/callback'] });
    expect(await connects(server, client)).toBe(200);
  });
});

describe('who is never forgotten', () => {
  it('is a client of the configuration, and one that the operator registered', async () => {
    const configured = { ...publicClient, client_id: 'configured' };
    const { server, clock } = await house({ clients: [configured] });
    const wanted = { client_name: 'Own', redirect_uris: [callback] };
    const added = await server.clients.add(wanted);
    clock.advance(4000 * day);
    for (const client of [configured, added]) expect(await connects(server, client)).toBe(200);
    clock.advance(4000 * day);
    expect(await server.clients.find(added.client_id)).toBeDefined();
  });

  it('is a client from before there were dates, until it is approved or used', async () => {
    const { server, clock, store } = await house();
    const clientId = 'dcr_5ff2dd0c-2a4f-4b57-9d6f-7a8a0f0c1d2e';
    await store.put('client', clientId, { ...publicClient, client_id: clientId, client_id_issued_at: 1 });
    clock.advance(1000 * day);
    const page = pageOf(await new Browser().open(authorizationRequest(server.issuer, clientId).url));
    expect(page.html).toContain('name="password"');
    clock.advance(1000 * day);
    expect(await connects(server, { client_id: clientId })).toBe(200);
    clock.advance(179 * day);
    expect(await store.get('client', clientId)).toBeDefined();
    clock.advance(2 * day);
    expect(await store.get('client', clientId)).toBeUndefined();
  });
});

describe('what another instance changes of a client that this one has just used', () => {
  it('counts at the next request: a new secret', async () => {
    const { server, another } = await house();
    const other = await another();
    const added = await server.clients.add({ client_name: 'Own', redirect_uris: [callback] });
    expect(await connects(server, added)).toBe(200);
    const client_secret = await other.clients.rotateSecret(added.client_id);
    expect(await connects(server, added)).toBe(401);
    expect(await connects(server, { client_id: added.client_id, client_secret: client_secret ?? '' })).toBe(200);
  });

  it.each([
    ['public', publicClient],
    ['confidential', confidential],
  ])('counts at the next request: the end of a %s client', async (_kind, metadata) => {
    const { server, another } = await house();
    const { client, tokens } = await obtainTokens(server.issuer, { metadata });
    await (await another()).clients.remove(client.client_id);
    const fields = { ...credentials(client), refresh_token: tokens.refresh_token };
    await expectError(await refresh(server.issuer, fields), 401, 'invalid_client');
  });
});

describe('the audit event client.registered', () => {
  it('tells each new client once, whoever repeats it, and nothing that a stranger wrote', async () => {
    const events: AuditEvent[] = [];
    const { server } = await house({ onEvent: (event) => void events.push(event) });
    const client_name = 'Read me in the log';
    const shared = { ...publicClient, client_name };
    const own = { ...confidential, client_name };
    const answers: Registered[] = [];
    for (const body of [shared, shared, own, own]) answers.push(await register(server.issuer, body));
    const told = events.filter(({ name }) => name === 'client.registered');
    expect(told.map((event) => event['client_id'])).toEqual([0, 2, 3].map((index) => answers[index]?.client_id));
    expect(told.map((event) => event['method'])).toEqual(['none', 'client_secret_post', 'client_secret_post']);
    for (const text of [client_name, 'callback', answers[2]?.client_secret ?? '?']) {
      expect(JSON.stringify(told)).not.toContain(text);
    }
  });
});
