/** What has ended takes no space for ever, and that freeing it takes long, or fails, is nobody's concern. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { setImmediate as turn } from 'node:timers/promises';
import { watched } from '../../support/failing-engine.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { ada, bob, startConnections } from '../../support/team.ts';
import { createTestClock } from '../../support/test-clock.ts';

let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());

const desk = () =>
  ({
    name: 'Desk',
    url: house.endpoint.href,
    authentication: { kind: 'oauth' },
    ownership: 'personal',
  }) as const;

it('frees sign-ins that nobody ended', async () => {
  const clock = createTestClock();
  const kept = memoryEngine({ now: clock.now });
  const connections = await startConnections(kept, { now: clock.now });
  const { id } = await connections.add(ada, desk());
  await connections.beginSignIn(bob, id);
  const records = async () =>
    (await kept.inspect({ connection_sign_in: { indexes: [] } })).report.records['connection_sign_in'];
  clock.advance(86_400_000);
  expect(await records()).toBe(1);
  const later = await startConnections(kept, { now: clock.now });
  while ((await records()) !== 0) await turn();
  await Promise.all([connections.close(), later.close()]);
});

it.each<[string, () => Promise<unknown>]>([
  ['takes for ever', () => new Promise(() => {})],
  ['fails', () => Promise.reject(new Error('a disk is full'))],
])('lets a sign-in begin while freeing %s', async (_, sweep) => {
  const kept = memoryEngine();
  const engine: StorageEngine = {
    ...kept,
    open: async (collections) =>
      watched(await kept.open(collections), async (name, real) => (name.startsWith('sweep') ? sweep() : real())),
  };
  const connections = await startConnections(engine);
  const { id } = await connections.add(ada, desk());
  await expect(connections.beginSignIn(bob, id)).resolves.toBeDefined();
  await connections.close();
});
