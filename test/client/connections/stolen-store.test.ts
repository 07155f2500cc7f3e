/** A stolen database opens nothing, and what is moved inside it opens nothing either. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, Person } from '@granthouse/client/connections';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { setImmediate as turn } from 'node:timers/promises';
import { recordingEngine } from '../../support/recording-engine.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

const another = 'another secret, just as long as the first';

let kept: StorageEngine;
let writes: string[];
let server: SmallMcpServer;
let house: ScriptedHouse;
let connections: Connections;
beforeEach(async () => {
  kept = memoryEngine();
  writes = [];
  server = await startSmallMcpServer();
  house = await startScriptedHouse();
  connections = await startConnections(recordingEngine(kept, (write) => writes.push(write)));
});
afterEach(async () => {
  await connections.close();
  await server.close();
  await house.close();
});

const add = (name: string, kind: 'api-key' | 'headers' | 'oauth', given: object = {}) =>
  connections.add(ada, {
    name,
    url: kind === 'oauth' ? house.endpoint.href : server.url,
    authentication: { kind, ...('clientId' in given && { issuer: house.origin }), ...given } as never,
    ownership: 'personal',
  });

async function signIn(by: Person, id: string) {
  const { url, binding } = await connections.beginSignIn(by, id);
  const answer = house.answerTo(url);
  await connections.finishSignIn(by, answer, binding);
  return { url, binding, answer };
}

it('holds no key, no header value, no token, no client secret, no state and no binding, at no time', async () => {
  house.routes['POST /token'] = () =>
    Response.json({
      access_token: 'secret-access',
      token_type: 'Bearer',
      expires_in: 1,
      refresh_token: 'secret-refresh',
    });
  house.routes['POST /register'] = ({ body }) =>
    Response.json(
      { ...(JSON.parse(body) as object), client_id: 'c', client_secret: 'secret-registered' },
      { status: 201 },
    );
  server.tools = (shown) => [{ name: 'who', description: JSON.stringify([...shown]) }];
  const key = await add('Key', 'api-key');
  await connections.giveCredential(bob, key.id, { key: 'secret-key' });
  const headers = await add('Headers', 'headers', { names: ['X-A'] });
  await connections.giveCredential(bob, headers.id, { values: { 'X-A': 'secret-value-7Qx4' } });
  const own = await add('Own client', 'oauth', { clientId: 'own', clientSecret: 'secret-client' });
  const registered = await add('Registered', 'oauth');
  const attempts = [await signIn(bob, own.id), await signIn(bob, registered.id)];
  // Renewed, too, before it is refused.
  await connections.test(bob, registered.id);
  // What is to be taken back later is kept, too.
  house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
  await connections.disconnect(bob, own.id);
  expect(writes.join('\n')).toContain('connection_revocation');
  const secrets = attempts.flatMap(({ url, binding }) => [url.searchParams.get('state') ?? '', binding]);
  const all = writes.join('\n');
  expect(writes.length).toBeGreaterThan(10);
  for (const secret of ['secret-', 'a code', ...secrets]) expect(all).not.toContain(secret);
  const shown = JSON.stringify([await connections.list(ada), await connections.list(bob)]);
  expect(shown).not.toContain('secret-');
});

it('opens no credential that somebody moved to another person, connection or origin', async () => {
  const key = await add('Key', 'api-key');
  const other = await add('Other', 'api-key');
  await connections.giveCredential(bob, key.id, { key: 'of-bob' });
  await connections.giveCredential(cy, key.id, { key: 'of-cy' });
  await connections.giveCredential(bob, other.id, { key: 'other' });
  const store = await kept.open({
    connection: { indexes: ['id'] },
    connection_access: { indexes: ['connection', 'owner'] },
  });
  const { items } = await store.list('connection_access');
  const of = (owner: string, connection: string) => {
    const found = items.find(({ document }) => document['owner'] === owner && document['connection'] === connection);
    if (!found) throw new Error('no such record');
    return found;
  };
  const target = of('person cy', key.id);
  for (const stolen of [of('person bob', key.id), of('person bob', other.id)]) {
    const { sealed } = stolen.document;
    await store.put('connection_access', target.id, { ...target.document, ...(sealed !== undefined && { sealed }) });
    await expect(toolsOf(cy, 'key')).rejects.toMatchObject({ code: 'sign_in_needed' });
  }
  const thief = await startSmallMcpServer();
  const [moved] = (await store.list('connection')).items.filter(({ document }) => document['id'] === key.id);
  await store.put('connection', moved?.id ?? '', { ...moved?.document, url: thief.url });
  await expect(toolsOf(bob, 'key')).rejects.toMatchObject({ code: 'sign_in_needed' });
  expect(thief.seen).toEqual([]);
  await thief.close();
});

it('is of no use with another secret, which can give anew and remove what it cannot open', async () => {
  const own = await add('Own', 'oauth');
  await signIn(bob, own.id);
  const { id } = await add('Key', 'api-key');
  await connections.giveCredential(bob, id, { key: 'of-bob' });
  const before = server.seen.length;
  const thief = await startConnections(kept, { secret: another, isSecretLost: true });
  const ready = (await thief.ready(bob)).find(({ slug }) => slug === 'key');
  await expect(ready?.tools()).rejects.toMatchObject({ code: 'sign_in_needed' });
  expect(server.seen.length).toBe(before);
  await expect(thief.beginSignIn(bob, own.id)).resolves.toBeDefined();
  for (const each of [id, own.id]) await thief.remove(ada, each);
  expect(await thief.list(ada)).toEqual([]);
  await thief.close();
});

it('is sealed anew when the secret is changed, and then opens without the former one', async () => {
  const key = await add('Key', 'api-key');
  const own = await add('Own client', 'oauth', { clientId: 'own', clientSecret: 'secret-client' });
  await connections.giveCredential(bob, key.id, { key: 'of-bob' });
  await signIn(bob, own.id);
  const former = ['a secret for tests, long enough to be taken'];
  for (const otherSecrets of [former, []]) {
    const later = await startConnections(kept, { secret: another, otherSecrets });
    const ready = (await later.ready(bob)).find(({ slug }) => slug === 'key');
    expect(await ready?.tools()).toHaveLength(1);
    await later.beginSignIn(bob, own.id);
    expect(await later.disconnect(bob, own.id)).toEqual({ isRevoked: otherSecrets === former });
    await later.close();
  }
});

describe('what is to be taken back at a server', () => {
  let clock: TestClock;

  /** One of them, which is due. */
  async function owed() {
    clock = createTestClock();
    kept = memoryEngine({ now: clock.now });
    await connections.close();
    connections = await startConnections(kept, { now: clock.now });
    const { id } = await add('Desk', 'oauth');
    await signIn(bob, id);
    const store = await kept.open({ connection_access: { indexes: [] }, connection_revocation: { indexes: [] } });
    const [access] = (await store.list('connection_access')).items;
    house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
    await connections.disconnect(bob, id);
    house.routes['POST /revoke'] = () => Response.json({});
    clock.advance(120_000);
    house.asked.length = 0;
    const records = async () => (await store.list('connection_revocation')).items;
    return { store, access, records };
  }
  const asked = () => house.forms('/revoke').length;

  it('is neither what was moved there, nor a credential, nor of another secret', async () => {
    const { store, access, records } = await owed();
    const [own] = await records();
    await store.put('connection_revocation', '0', { ...own?.document });
    await store.put('connection_revocation', '1', { ...own?.document, sealed: access?.document['sealed'] });
    const thief = await startConnections(kept, { now: clock.now, secret: another, isSecretLost: true });
    const other = await startConnections(kept, { now: clock.now });
    while ((await records()).length > 2) await turn();
    expect((await records()).map(({ id }) => id)).toEqual(['0', '1']);
    // The refresh token and the access token of one.
    expect(asked()).toBe(2);
    await Promise.all([thief.close(), other.close()]);
  });

  it('is sealed anew when the secret is changed', async () => {
    const { records } = await owed();
    house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
    const former = ['a secret for tests, long enough to be taken'];
    await (await startConnections(kept, { now: clock.now, secret: another, otherSecrets: former })).close();
    house.routes['POST /revoke'] = () => Response.json({});
    clock.advance(3_600_000);
    const later = await startConnections(kept, { now: clock.now, secret: another });
    while ((await records()).length > 0) await turn();
    expect(asked()).toBeGreaterThanOrEqual(2);
    await later.close();
  });
});

async function toolsOf(by: Person, slug: string) {
  const found = (await connections.ready(by)).find((each) => each.slug === slug);
  return found?.tools();
}
