/** Public clients that send the same are one client, which nobody can change for the others (RFC 7591 §3.2.1). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { obtainCode, post, publicClient, redeem, register, type Registered } from '../support/oauth-client.ts';
import { createTestClock } from '../support/test-clock.ts';
import { unhurriedEngine } from '../support/unhurried-engine.ts';

const resource = 'https://orders.example.com/mcp';
const running: RunningServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function started(overrides: Parameters<typeof startAuthorizationServer>[1] = {}): Promise<RunningServer> {
  const server = await startAuthorizationServer(resource, overrides);
  running.push(server);
  return server;
}

/** For what needs no store of its own. */
let plain: RunningServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-'));
  plain = await startAuthorizationServer(resource);
});
afterAll(async () => {
  await plain.close();
  await rm(folder, { recursive: true });
});

const local = (port: number) => ({ ...publicClient, redirect_uris: [`http://127.0.0.1:${port}/callback`] });

/** The records of clients, by a store of our own on the same engine. */
async function records(storage: StorageEngine) {
  const store = await storage.open(collections);
  const { items } = await store.list('client');
  await store.close();
  return items;
}

describe('300 registrations of one body at once, each with a port of its own', () => {
  it.each([
    ['one server', memoryEngine, 1],
    ['one server on a slow store', () => unhurriedEngine(memoryEngine()), 1],
    ['two servers on one slow store', () => unhurriedEngine(memoryEngine()), 2],
    ['two servers on one SQLite file', () => sqliteEngine({ path: join(folder, 'store.db') }), 2],
  ])('%s: get one id, one record, one date, and each its own port', async (_where, engine, count) => {
    const storage = engine();
    const servers: RunningServer[] = [];
    for (let index = 0; index < count; index += 1) servers.push(await started({ storage }));
    const ports = Array.from({ length: 300 }, (_, index) => 10_000 + index);
    const answers = await Promise.all(
      ports.map((port, index) => register(servers[index % count]?.issuer ?? '', local(port))),
    );
    expect(answers.map(({ redirect_uris: uris }) => uris)).toEqual(ports.map((port) => local(port).redirect_uris));
    expect(new Set(answers.map(({ client_id: id }) => id)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer['client_id_issued_at'])).size).toBe(1);
    expect(await records(storage)).toMatchObject([{ id: answers[0]?.client_id }]);
  });
});

describe('an id', () => {
  it('RFC7591-2: comes again, with its first date, when the same client registers later', async () => {
    const clock = createTestClock();
    const server = await started({ now: clock.now });
    const first = await register(server.issuer);
    clock.advance(3_600_000);
    expect(await register(server.issuer)).toEqual(first);
  });

  it.each([
    ['redirect URIs in another order', { redirect_uris: ['https://b.example/cb', 'https://a.example/cb'] }],
    [
      'a redirect URI twice',
      { redirect_uris: ['https://a.example/cb', 'https://b.example/cb', 'https://a.example/cb'] },
    ],
    ['members that nothing is kept of', { shoe_size: 43, client_id: 'mine', contacts: null, client_uri: '' }],
    ['what is the default', { grant_types: undefined, application_type: 'web' }],
  ])('is the same for %s', async (_what, members) => {
    const body = { ...publicClient, redirect_uris: ['https://a.example/cb', 'https://b.example/cb'] };
    const first = await register(plain.issuer, body);
    expect((await register(plain.issuer, { ...body, ...members })).client_id).toBe(first.client_id);
  });

  it('is of its own for each client that proves itself', async () => {
    for (const token_endpoint_auth_method of ['client_secret_basic', 'client_secret_post']) {
      const metadata = { ...publicClient, token_endpoint_auth_method };
      const [one, two] = [await register(plain.issuer, metadata), await register(plain.issuer, metadata)];
      expect(one.client_id).not.toBe(two.client_id);
      expect(one.client_secret).not.toBe(two.client_secret);
    }
  });

  it('lets an install with a port authorize although another with another port registered first', async () => {
    const [, own] = [await register(plain.issuer, local(1111)), await register(plain.issuer, local(2222))];
    const redirect_uri = own.redirect_uris[0] ?? '';
    const { code, verifier } = await obtainCode(plain.issuer, own.client_id, { overrides: { redirect_uri } });
    const fields = { client_id: own.client_id, code, code_verifier: verifier, redirect_uri };
    expect((await redeem(plain.issuer, fields)).status).toBe(200);
  });
});

describe('an attacker', () => {
  const site = { ...publicClient, redirect_uris: ['https://a.example/cb'], client_uri: 'https://a.example' };

  it.each<[string, object]>([
    ['another name', { client_name: 'Plain client ' }],
    ['a name in another Unicode form', { client_name: 'Plain cli\u0435nt' }],
    ['no name', { client_name: undefined }],
    ['a name that closes its text', { client_name: 'Plain client","client_uri":"https://evil.example' }],
    ['a name with a line break', { client_name: 'Plain client\nclient_uri=https://evil.example' }],
    ['another page', { client_uri: 'https://evil.example' }],
    ['a page more', { logo_uri: 'https://evil.example/logo.png' }],
    ['a redirect URI more', { redirect_uris: ['https://a.example/cb', 'https://evil.example/cb'] }],
    ['two redirect URIs in one', { redirect_uris: ['https://a.example/cb,https://evil.example/cb'] }],
    ['another port where ports count', { redirect_uris: ['https://a.example:8443/cb'] }],
    ['another loopback host', { redirect_uris: ['http://localhost/cb'] }],
    ['another contact', { contacts: ['help@evil.example'] }],
    ['another scope', { scope: 'orders:write' }],
    ['another software', { software_id: 'a', software_version: '1' }],
    ['another kind of application', { application_type: 'native' }],
  ])('with %s gets another id', async (_what, members) => {
    const own = await register(plain.issuer, site);
    expect((await register(plain.issuer, { ...site, ...members })).client_id).not.toBe(own.client_id);
    expect(await register(plain.issuer, site)).toEqual(own);
  });

  it('gets another id for a composed and a decomposed letter', async () => {
    const [composed, decomposed] = await Promise.all(
      ['\u00e9', 'e\u0301'].map((client_name) => register(plain.issuer, { ...site, client_name })),
    );
    expect(composed?.client_id).not.toBe(decomposed?.client_id);
  });

  it.each([
    ['a number for the name', '"client_name":42', 'client_name', undefined],
    ['a list for the name', '"client_name":["Plain client"]', 'client_name', undefined],
    ['true for a page', '"client_uri":true', 'client_uri', undefined],
    ['a prototype', '"__proto__":{"client_name":"Evil"}', 'client_name', undefined],
    ['a constructor', '"constructor":{"prototype":{"client_name":"Evil"}}', 'client_name', undefined],
    ['a name twice', '"client_name":"Plain","client_name":"Evil"', 'client_name', 'Evil'],
  ])('who sends %s gets the id of what is kept of it', async (_what, member, name, kept) => {
    const base = { redirect_uris: ['https://a.example/cb'], token_endpoint_auth_method: 'none' };
    const body = `${JSON.stringify(base).slice(0, -1)},${member}}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${plain.issuer}/register`, { method: 'POST', headers, body });
    const answer = (await response.json()) as Registered;
    expect(answer[name]).toBe(kept);
    expect((await register(plain.issuer, { ...base, [name]: kept })).client_id).toBe(answer.client_id);
  });

  it('RFC9700-22: changes nothing of a record by registering, whatever the body says of it', async () => {
    const storage = memoryEngine();
    const server = await started({ storage });
    const { client_id } = await register(server.issuer, site);
    const before = await records(storage);
    const forged = {
      client_id,
      client_secret: 'mine',
      client_id_issued_at: 1,
      kept_until: 1,
      registeredBy: 'operator',
    };
    for (const members of [forged, { introspects: resource }, { scope_hint: 'orders:write' }, { id: client_id }]) {
      expect((await post(`${server.issuer}/register`, { ...site, ...members })).status).toBe(201);
    }
    const after = (await records(storage)).filter(({ id }) => id === client_id);
    expect(after).toEqual(before);
  });
});

describe('a client that is gone', () => {
  it('comes back under its id when it registers again, new in its date', async () => {
    const clock = createTestClock();
    const server = await started({ now: clock.now });
    const first = await register(server.issuer);
    await server.clients.remove(first.client_id);
    clock.advance(60_000);
    const again = await register(server.issuer);
    expect(again.client_id).toBe(first.client_id);
    expect(Number(again['client_id_issued_at'])).toBe(Number(first['client_id_issued_at']) + 60);
  });
});
