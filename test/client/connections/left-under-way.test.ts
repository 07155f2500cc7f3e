/** Somebody leaves while a server is asked for them: what comes of it says nothing of them afterwards. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Connections, Person } from '@granthouse/client/connections';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/client/src/connections/collections.ts';
import { heldEngine } from '../../support/held-engine.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, cy, startConnections } from '../../support/team.ts';

const robin: Person = { id: 'subject-of-robin', name: 'Robin', isAdmin: false };

let server: SmallMcpServer;
let house: ScriptedHouse;
let connections: Connections;

beforeEach(async () => {
  [server, house] = await Promise.all([startSmallMcpServer(), startScriptedHouse()]);
});
afterEach(async () => {
  await connections.close();
  await Promise.all([server.close(), house.close()]);
});

/** Of a connection that each has for themselves. */
async function added(url: string, kind: 'api-key' | 'oauth', engine: StorageEngine): Promise<string> {
  connections = await startConnections(engine);
  const { id } = await connections.add(ada, {
    name: 'Desk',
    url,
    authentication: { kind },
    ownership: 'personal',
  });
  return id;
}

/** Where anything is said of Robin. */
async function recordsOfRobin(engine: StorageEngine): Promise<readonly string[]> {
  const store = await engine.open(collections);
  const lists = Object.keys(collections).map(async (name) => {
    const { items } = await store.list(name);
    return items.filter(({ document }) => JSON.stringify(document).includes(robin.id)).map(() => name);
  });
  return (await Promise.all(lists)).flat();
}

it('a sign-in that began before is not kept', async () => {
  const engine = heldEngine('insert connection_sign_in');
  const id = await added(house.endpoint.href, 'oauth', engine);
  const held = engine.hold(() => connections.beginSignIn(robin, id));
  await held.isHeld;
  await connections.forget(ada, robin.id);
  held.release();
  await expect(held.done).rejects.toMatchObject({ code: 'forbidden' });
  expect(await recordsOfRobin(engine)).toEqual([]);
});

it('no tool waits for approval because they were shown it', async () => {
  const engine = memoryEngine();
  const id = await added(server.url, 'api-key', engine);
  await connections.giveCredential(cy, id, { key: 'of-cy' });
  await connections.giveCredential(robin, id, { key: 'of-robin' });
  let list: () => void = () => {};
  const isAsked = new Promise<void>((tell) => {
    server.tools = () => {
      tell();
      return new Promise((resolve) => (list = () => resolve([{ name: 'who', description: 'For Robin.' }])));
    };
  });
  const [ready] = await connections.ready(robin);
  const listed = ready?.tools().catch(() => undefined);
  await isAsked;
  await connections.forget(ada, robin.id);
  list();
  await listed;
  expect(await recordsOfRobin(engine)).toEqual([]);
});
