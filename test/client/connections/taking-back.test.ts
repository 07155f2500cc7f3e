/** What is dropped here is taken back at its server: whenever a process dies, however long the server is away, and once. */
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { setImmediate as turn } from 'node:timers/promises';
import { dyingEngine } from '../../support/dying-engine.ts';
import { documents, startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { ada, bob, startConnections } from '../../support/team.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

let house: ScriptedHouse;
let clock: TestClock;
let kept: StorageEngine;
let open: Connections[];

beforeEach(async () => {
  house = await startScriptedHouse();
  clock = createTestClock();
  kept = memoryEngine({ now: clock.now });
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  await house.close();
});

async function started(engine = kept): Promise<Connections> {
  const connections = await startConnections(engine, { now: clock.now });
  open.push(connections);
  return connections;
}

async function signedIn(connections: Connections): Promise<string> {
  const authentication = { kind: 'oauth' } as const;
  const url = house.endpoint.href;
  const { id } = await connections.add(ada, { name: 'Desk', url, authentication, ownership: 'personal' });
  const begun = await connections.beginSignIn(bob, id);
  await connections.finishSignIn(bob, house.answerTo(begun.url), begun.binding);
  return id;
}

const revocations = () => house.forms('/revoke').filter((form) => form.get('token') === 'refresh');

async function owed(): Promise<number> {
  const store = await kept.open({ connection_revocation: { indexes: [] } });
  return (await store.list('connection_revocation')).items.length;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn();
}

it.each(['before', 'after'] as const)(
  'leaves no tokens alive that nobody knows of, whenever a process died %s a write',
  async (when) => {
    for (let call = 1, isAtEnd = false; !isAtEnd; call += 1) {
      kept = memoryEngine({ now: clock.now });
      const id = await signedIn(await started());
      const asked = revocations().length;
      const dying = dyingEngine(kept);
      const dead = await started(dying);
      dying.dieAt({ call, when });
      isAtEnd = await dead.disconnect(bob, id).then(
        () => !dying.isDead,
        () => false,
      );
      clock.advance(120_000);
      const later = await started();
      const state = (await later.find(bob, id))?.state;
      // Either it is there, and can be taken back once more, or the server is told.
      const isGone = state?.kind === 'credential-needed' && state.why === 'first';
      if (isGone) await until(() => revocations().length > asked);
      expect(isGone || !isAtEnd).toBe(true);
      await until(async () => (await owed()) === 0);
    }
  },
);

it.each([
  ['is not itself', 'POST /revoke', 503],
  ['has too much to do', 'POST /revoke', 429],
  ['does not even say where', documents.server, 502],
])('asks a server again that %s, in growing pauses', async (_, what, status) => {
  const connections = await started();
  const id = await signedIn(connections);
  const good = house.routes[what];
  house.routes[what] = () => new Response(null, { status });
  expect(await connections.disconnect(bob, id)).toEqual({ isRevoked: false });
  for (const pause of [120_000, 240_000]) {
    clock.advance(pause);
    const before = house.asked.length;
    await started();
    await until(() => house.asked.slice(before).some((each) => each.what === what));
  }
  expect(await owed()).toBe(1);
  if (good) house.routes[what] = good;
  clock.advance(480_000);
  await started();
  await until(async () => (await owed()) === 0);
  expect(revocations().length).toBeGreaterThan(0);
});

it('asks again from time to time, too, while it runs', async () => {
  jest.useFakeTimers({
    doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout', 'clearTimeout'],
  });
  try {
    const connections = await started();
    const id = await signedIn(connections);
    const good = house.routes['POST /revoke'];
    house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
    await connections.disconnect(bob, id);
    if (good) house.routes['POST /revoke'] = good;
    clock.advance(300_000);
    jest.advanceTimersByTime(300_000);
    await until(async () => (await owed()) === 0);
    expect(revocations()).toHaveLength(2);
  } finally {
    jest.useRealTimers();
  }
});

it('gives up after a week', async () => {
  const connections = await started();
  const id = await signedIn(connections);
  house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
  await connections.disconnect(bob, id);
  clock.advance(7 * 86_400_000 - 1);
  expect(await owed()).toBe(1);
  clock.advance(1);
  expect(await owed()).toBe(0);
});

it('asks no longer than an access token lives that nothing renews', async () => {
  house.routes['POST /token'] = () =>
    Response.json({ access_token: 'access', token_type: 'Bearer', expires_in: 86_400 });
  const connections = await started();
  const id = await signedIn(connections);
  house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
  await connections.disconnect(bob, id);
  expect(await owed()).toBe(1);
  clock.advance(86_400_000);
  expect(await owed()).toBe(0);
});

it.each([
  ['refuses', () => void (house.routes['POST /revoke'] = () => new Response(null, { status: 400 }))],
  ['offers no way to', () => house.change(documents.server, { revocation_endpoint: undefined })],
])('asks a server no more that %s', async (_, change) => {
  const connections = await started();
  const id = await signedIn(connections);
  change();
  expect(await connections.disconnect(bob, id)).toEqual({ isRevoked: false });
  expect(await owed()).toBe(0);
});
