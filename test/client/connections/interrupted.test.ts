/** A process that dies between two writes leaves nothing that the next one can't use, mend or remove. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Connections, NewConnection } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { failingEngine } from '../../support/failing-engine.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, startConnections } from '../../support/team.ts';

let server: SmallMcpServer;
let house: ScriptedHouse;

beforeEach(async () => {
  server = await startSmallMcpServer();
  house = await startScriptedHouse();
});
afterEach(async () => {
  await server.close();
  await house.close();
});

const desk = (authentication: NewConnection['authentication']): NewConnection => ({
  name: 'Desk',
  url: server.url,
  authentication,
  ownership: 'shared',
});

type Act = (connections: Connections, id: string) => Promise<unknown>;

/** Does it again and again on a store of its own, and dies at one call after the other. */
async function dyingAtEachCall(
  act: Act,
  judge: (later: Connections) => Promise<void>,
  before = desk({ kind: 'none' }),
) {
  for (let call = 1, isAtEnd = false; !isAtEnd; call += 1) {
    const kept = memoryEngine();
    const engine = failingEngine(kept);
    const connections = await startConnections(engine);
    const { id } = await connections.add(ada, { ...before, name: 'Before' });
    engine.expectFault({ call, when: 'before' });
    isAtEnd = await act(connections, id).then(
      () => engine.calls.length < call,
      () => false,
    );
    const later = await startConnections(kept);
    await judge(later);
    await Promise.all([later.close(), connections.close()]);
  }
}

it('can use a server that wants nothing, whenever adding it was broken off', async () => {
  const add: Act = (connections) => connections.add(ada, desk({ kind: 'none' }));
  await dyingAtEachCall(add, async (later) => {
    const found = async () => (await later.list(bob)).filter(({ slug }) => slug === 'desk');
    const ready = (await later.ready(bob)).filter(({ slug }) => slug === 'desk');
    expect(ready).toHaveLength((await found()).length);
    for (const { state } of await found()) expect(state.kind).not.toBe('credential-needed');
    for (const each of ready) expect(await each.tools()).toHaveLength(1);
    for (const { state } of await found()) expect(state.kind).toBe('connected');
  });
});

it('can use a server that wants nothing any more, whenever changing it was broken off', async () => {
  const change: Act = (connections, id) => connections.change(ada, id, { authentication: { kind: 'none' } });
  await dyingAtEachCall(
    change,
    async (later) => {
      const [ready] = await later.ready(bob);
      expect(await ready?.tools()).toHaveLength(1);
    },
    desk({ kind: 'api-key', key: 'a key' }),
  );
});

it('says that a key is needed, whenever leading the connection elsewhere was broken off', async () => {
  const change: Act = (connections, id) => connections.change(ada, id, { url: house.endpoint.href });
  await dyingAtEachCall(
    change,
    async (later) => {
      const [found] = await later.list(ada);
      expect(found?.state.kind).toBe(found?.url === house.endpoint.href ? 'credential-needed' : 'connected');
    },
    desk({ kind: 'api-key', key: 'a key' }),
  );
});

it('is removed to the last record, whenever removing it was broken off', async () => {
  const remove: Act = (connections, id) => connections.remove(ada, id);
  await dyingAtEachCall(remove, async (later) => {
    for (const { id } of await later.list(ada)) await later.remove(ada, id);
    expect(await later.list(ada)).toEqual([]);
    expect((await later.add(ada, { ...desk({ kind: 'none' }), name: 'Before' })).state.kind).toBe('connected');
  });
});
