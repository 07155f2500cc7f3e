/** Somebody leaves: nothing of theirs is left, their tokens are worth nothing, and nothing under way brings anything back. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, NewConnection, Person } from '@granthouse/client/connections';
import type { DocumentStore, StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/client/src/connections/collections.ts';
import { rememberPerson } from '../../../packages/client/src/connections/people.ts';
import { dyingEngine } from '../../support/dying-engine.ts';
import { heldEngine } from '../../support/held-engine.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';
import { createTestClock } from '../../support/test-clock.ts';

let server: SmallMcpServer;
let house: ScriptedHouse;
let connections: Connections;
let store: DocumentStore;

beforeEach(async () => {
  server = await startSmallMcpServer();
  house = await startScriptedHouse();
});
afterEach(async () => {
  await connections.close();
  await server.close();
  await house.close();
});

async function start(engine: StorageEngine = memoryEngine(), now = Date.now): Promise<void> {
  connections = await startConnections(engine, { now });
  store = await engine.open(collections);
}

const add = (name: string, kind: 'api-key' | 'oauth' | 'none', ownership: NewConnection['ownership'] = 'personal') =>
  connections.add(ada, { name, url: urlOf(kind), authentication: { kind }, ownership });
const urlOf = (kind: string) => (kind === 'oauth' ? house.endpoint.href : server.url);

async function signIn(by: Person, id: string) {
  const { url, binding } = await connections.beginSignIn(by, id);
  return connections.finishSignIn(by, house.answerTo(url), binding);
}

/** All records that say anything of a person, as text. */
async function recordsOf({ id }: Person): Promise<readonly string[]> {
  const lists = Object.keys(collections).map(async (name) => {
    const { items } = await store.list(name);
    return items.filter(({ document }) => JSON.stringify(document).includes(id)).map(() => name);
  });
  return (await Promise.all(lists)).flat();
}

const robin: Person = { id: 'subject-of-robin', name: 'Robin', isAdmin: false };

it('removes all that is kept of them, takes their tokens back, and leaves everybody else’s', async () => {
  await start();
  server.tools = (shown) => [{ name: 'who', description: `For ${shown.get('authorization') ?? ''}.` }];
  const [desk, stock] = [await add('Desk', 'oauth'), await add('Stock', 'api-key')];
  for (const by of [cy, robin]) {
    await signIn(by, desk.id);
    await connections.giveCredential(by, stock.id, { key: `of-${by.id}` });
  }
  await connections.beginSignIn(robin, desk.id);
  house.asked.length = 0;
  expect(await connections.forget(ada, robin.id)).toEqual({
    id: robin.id,
    sessions: 0,
    signIns: 1,
    accesses: expect.arrayContaining([
      { name: 'Desk', kind: 'oauth', revocation: 'revoked' },
      { name: 'Stock', kind: 'api-key' },
    ]),
    shared: [],
  });
  expect(house.forms('/revoke').map((form) => form.get('token'))).toEqual(['refresh', 'access']);
  expect(await recordsOf(robin)).toEqual([]);
  expect((await connections.ready(cy)).map(({ slug }) => slug)).toContain('stock');
  expect(await connections.forget(ada, robin.id)).toBeUndefined();
});

it('tells what the server did not take back, and keeps that it has to, and not whose it was', async () => {
  await start();
  const { id } = await add('Desk', 'oauth');
  await signIn(robin, id);
  house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
  expect(await connections.forget(ada, robin.id)).toMatchObject({ accesses: [{ revocation: 'later' }] });
  expect((await store.list('connection_revocation')).items).toHaveLength(1);
  expect(await recordsOf(robin)).toEqual([]);
});

it('leaves what they gave for everyone, and tells of it', async () => {
  await start();
  const { id } = await add('Stock', 'api-key', 'shared');
  const leaving = { ...robin, isAdmin: true };
  await connections.giveCredential(leaving, id, { key: 'of the team' });
  expect(await connections.forget(ada, robin.id)).toMatchObject({ accesses: [], shared: ['Stock'] });
  expect(await connections.ready(bob)).toHaveLength(1);
  await connections.giveCredential(ada, id, { key: 'of the team' });
  expect(await connections.forget(ada, robin.id)).toBeUndefined();
});

it('gives an agent with a token from before nothing, for a day, not even what is for everyone', async () => {
  const clock = createTestClock();
  await start(memoryEngine({ now: clock.now }), clock.now);
  await add('Open', 'none', 'shared');
  expect(await connections.ready(robin)).toHaveLength(1);
  await connections.forget(ada, robin.id);
  expect(await connections.ready(robin)).toEqual([]);
  expect(await connections.ready(cy)).toHaveLength(1);
  clock.advance(86_400_000 - 1);
  expect(await connections.ready(robin)).toEqual([]);
  clock.advance(1);
  expect(await connections.ready(robin)).toHaveLength(1);
});

it('is for admins alone, who are told no more of somebody unknown than of nobody', async () => {
  await start();
  const { id } = await add('Stock', 'api-key');
  await connections.giveCredential(cy, id, { key: 'of-cy' });
  for (const name of ['cy', 'nobody']) {
    await expect(connections.forget(bob, name)).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(await connections.forget(ada, 'nobody')).toBeUndefined();
  expect(await connections.ready(cy)).toHaveLength(1);
});

it('names those whom a login means, when they are several, and forgets none', async () => {
  await start();
  for (const id of ['one', 'other']) await rememberPerson({ store }, { id, login: 'Robin@example.com' });
  const several = connections.forget(ada, 'robin@example.com');
  await expect(several).rejects.toMatchObject({ fields: { person: expect.stringMatching(/one.*other|other.*one/) } });
  expect(await connections.forget(ada, 'one')).toMatchObject({ id: 'one' });
  expect(await connections.forget(ada, 'ROBIN@example.com ')).toMatchObject({ id: 'other' });
});

it('is done to the end by a repeat, whenever it was broken off', async () => {
  const login = 'robin@example.com';
  for (let call = 1, isAtEnd = false; !isAtEnd; call += 1) {
    if (call > 1) await connections.close();
    const kept = memoryEngine();
    await start(kept);
    const stock = await add('Stock', 'api-key');
    await connections.giveCredential(robin, stock.id, { key: 'of-robin' });
    await rememberPerson({ store }, { ...robin, login });
    const dying = dyingEngine(kept);
    const dead = await startConnections(dying);
    dying.dieAt({ call, when: 'after' });
    await dead.forget(ada, login).catch(() => undefined);
    isAtEnd = !dying.isDead;
    await connections.forget(ada, login);
    expect(await recordsOf(robin)).toEqual([]);
    await dead.close();
  }
});

describe('of what is under way', () => {
  it.each<[string, 'api-key' | 'oauth', (id: string) => Promise<unknown>, string[]]>([
    ['a key', 'api-key', (id) => connections.giveCredential(robin, id, { key: 'of-robin' }), []],
    ['a sign-in', 'oauth', (id) => signIn(robin, id), ['refresh', 'access']],
  ])('keeps nothing: %s', async (_, kind, give, revoked) => {
    const engine = heldEngine('put connection_access');
    await start(engine);
    const { id } = await add('Desk', kind);
    const held = engine.hold(() => give(id));
    await held.isHeld;
    await connections.forget(ada, robin.id);
    held.release();
    await expect(held.done).rejects.toBeDefined();
    expect(await recordsOf(robin)).toEqual([]);
    expect(house.forms('/revoke').map((form) => form.get('token'))).toEqual(revoked);
  });

  it('takes back what a renewal by another process brings', async () => {
    const clock = createTestClock();
    const kept = memoryEngine({ now: clock.now });
    await start(kept, clock.now);
    const other = await startConnections(kept, { now: clock.now });
    const { id } = await add('Desk', 'oauth');
    await signIn(robin, id);
    let answer: (response: Response) => void = () => {};
    const isAsked = new Promise<void>((tell) => {
      house.routes['POST /token'] = () => {
        tell();
        return new Promise<Response>((resolve) => (answer = resolve));
      };
    });
    clock.advance(3_600_000);
    const renewed = other.test(robin, id);
    await isAsked;
    house.routes['POST /token'] = () => Response.json({ error: 'invalid_grant' }, { status: 400 });
    const forgotten = connections.forget(ada, robin.id);
    answer(Response.json({ access_token: 'next', token_type: 'Bearer', expires_in: 600, refresh_token: 'rotated' }));
    await Promise.all([renewed, forgotten]);
    expect(house.forms('/revoke').map((form) => form.get('token'))).toContain('rotated');
    expect(await recordsOf(robin)).toEqual([]);
    await other.close();
  });
});
