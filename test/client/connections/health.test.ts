/** How a connection goes is said in one word each: it answers, it fails, or somebody has to give a credential. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Connections, Person } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { freePort } from '../../support/free-port.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

let server: SmallMcpServer;
let connections: Connections;
let clock: TestClock;
let id: string;

beforeEach(async () => {
  clock = createTestClock();
  server = await startSmallMcpServer(undefined, await freePort());
  connections = await startConnections(memoryEngine({ now: clock.now }), { now: clock.now });
  const authentication = { kind: 'api-key' } as const;
  ({ id } = await connections.add(ada, { name: 'Desk', url: server.url, authentication, ownership: 'personal' }));
  await connections.giveCredential(bob, id, { key: 'of-bob' });
});
afterEach(async () => {
  await connections.close();
  await server.close();
});

const stateFor = async (by: Person) => (await connections.find(by, id))?.state;

it('says since when, and when it last answered, without a write for each call', async () => {
  const start = clock.now();
  clock.advance(30_000);
  await connections.test(bob, id);
  expect(await connections.find(bob, id)).toMatchObject({
    state: { kind: 'connected', since: start },
    lastAnsweredAt: start,
  });
  clock.advance(60_000);
  await connections.test(bob, id);
  expect(await connections.find(bob, id)).toMatchObject({ lastAnsweredAt: clock.now() });
});

it('asks for the tools again after a while, once and not before each call', async () => {
  const [ready] = await connections.ready(bob);
  for (let minutes = 0; minutes < 11; minutes += 1) {
    clock.advance(59_000);
    await ready?.call('who', {});
  }
  const before = server.seen.length;
  await ready?.call('who', {});
  expect(server.seen.length - before).toBe(1);
});

it('says why it fails and since when, and that it answers again', async () => {
  const { port } = new URL(server.url);
  await server.close();
  const failed = clock.now();
  await connections.test(bob, id);
  clock.advance(1000);
  const [ready] = await connections.ready(bob);
  await expect(ready?.tools()).rejects.toMatchObject({ code: 'unreachable' });
  expect(await stateFor(bob)).toMatchObject({ kind: 'failing', code: 'unreachable', since: failed });
  server = await startSmallMcpServer(undefined, Number(port));
  expect((await connections.test(bob, id)).state.kind).toBe('connected');
});

it('is each person’s own where the credentials are', async () => {
  server.takes = (shown) => shown.get('authorization') === 'Bearer of-cy';
  await connections.giveCredential(cy, id, { key: 'of-cy' });
  await connections.test(bob, id);
  expect(await stateFor(bob)).toEqual({ kind: 'credential-needed', why: 'refused' });
  expect(await stateFor(cy)).toMatchObject({ kind: 'connected' });
  expect(await stateFor(ada)).toEqual({ kind: 'credential-needed', why: 'first' });
});

it('is not touched by a tool that fails', async () => {
  const [ready] = await connections.ready(bob);
  await expect(ready?.call('nothing', {})).rejects.toMatchObject({ code: 'not_allowed' });
  expect(await stateFor(bob)).toMatchObject({ kind: 'connected' });
});

it('of a broken connection leaves the others as they are', async () => {
  const healthy = await startSmallMcpServer();
  const open = { authentication: { kind: 'none' }, ownership: 'shared' } as const;
  await connections.add(ada, { name: 'Healthy', url: healthy.url, ...open });
  await server.close();
  const ready = await connections.ready(bob);
  const lists = await Promise.allSettled(ready.map((each) => each.tools()));
  expect(lists.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  await healthy.close();
  server = await startSmallMcpServer();
});

it('asks again at once with what was refused when a person says so', async () => {
  server.takes = () => false;
  await connections.test(bob, id);
  const [ready] = await connections.ready(bob);
  await expect(ready?.tools()).rejects.toMatchObject({ code: 'credential_refused' });
  server.takes = () => true;
  await expect(ready?.tools()).rejects.toMatchObject({ code: 'credential_refused' });
  expect((await connections.test(bob, id)).state.kind).toBe('connected');
  expect(await ready?.tools()).toHaveLength(1);
});
