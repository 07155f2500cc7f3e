/** Two at once: what an admin changes while others are on their way neither breaks nor leads astray what they bring. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { heldEngine, type HeldEngine } from '../../support/held-engine.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, shownBy, startConnections } from '../../support/team.ts';

let server: SmallMcpServer;
let house: ScriptedHouse;
let open: Connections[];

beforeEach(async () => {
  server = await startSmallMcpServer();
  house = await startScriptedHouse();
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  await server.close();
  await house.close();
});

async function started(engine?: HeldEngine): Promise<Connections> {
  const connections = await startConnections(engine);
  open.push(connections);
  return connections;
}

const desk = (kind: 'api-key' | 'oauth') => ({
  name: 'Desk',
  url: kind === 'oauth' ? house.endpoint.href : server.url,
  authentication: { kind },
  ownership: 'personal' as const,
});

it('keeps one of two changes that two admins make of the same connection', async () => {
  const engine = heldEngine('compareAndSet connection');
  const connections = await started(engine);
  const { id } = await connections.add(ada, desk('api-key'));
  const held = engine.hold(() => connections.change(ada, id, { name: 'First' }));
  await held.isHeld;
  await connections.change({ ...ada, id: 'other' }, id, { name: 'Second', url: house.endpoint.href });
  held.release();
  await expect(held.done).rejects.toMatchObject({ fields: { connection: expect.any(String) } });
  expect(await connections.find(bob, id)).toMatchObject({ name: 'Second', url: house.endpoint.href });
});

it('ends a sign-in, and no other, that was begun while the connection was led elsewhere', async () => {
  const engine = heldEngine('insert connection_sign_in');
  const connections = await started(engine);
  const { id } = await connections.add(ada, desk('oauth'));
  const held = engine.hold(() => connections.beginSignIn(bob, id));
  await held.isHeld;
  await connections.change(ada, id, { url: `${house.endpoint.href}/` });
  held.release();
  const { url, binding } = await held.done;
  const finished = connections.finishSignIn(bob, house.answerTo(url), binding);
  await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
  expect(house.forms('/token')).toEqual([]);
});

it('takes back what a sign-in brings to a connection that is removed meanwhile', async () => {
  const engine = heldEngine('put connection_access');
  const connections = await started(engine);
  const { id } = await connections.add(ada, desk('oauth'));
  const { url, binding } = await connections.beginSignIn(bob, id);
  const held = engine.hold(() => connections.finishSignIn(bob, house.answerTo(url), binding));
  await held.isHeld;
  await connections.remove(ada, id);
  held.release();
  await expect(held.done).rejects.toMatchObject({ code: 'response_mismatch' });
  expect(house.forms('/revoke').map((form) => form.get('token'))).toContain('refresh');
});

it.each<[string, (connections: Connections, id: string) => Promise<unknown>]>([
  ['is removed', (connections, id) => connections.remove(ada, id)],
  ['is led elsewhere', (connections, id) => connections.change(ada, id, { url: house.endpoint.href })],
])('keeps nothing of a key that is given while its connection %s', async (_, meanwhile) => {
  const engine = heldEngine('put connection_access');
  const connections = await started(engine);
  const { id } = await connections.add(ada, desk('api-key'));
  const held = engine.hold(() => connections.giveCredential(bob, id, { key: 'of-bob' }));
  await held.isHeld;
  await meanwhile(connections, id);
  held.release();
  await expect(held.done).rejects.toMatchObject({ fields: { connection: expect.any(String) } });
  const store = await engine.open({ connection_access: { indexes: ['connection', 'owner'] } });
  expect((await store.list('connection_access')).items).toEqual([]);
  expect(house.asked).toEqual([]);
});

it('sends no key to where the person did not know it would go', async () => {
  const connections = await started();
  const { id, url } = await connections.add(ada, desk('api-key'));
  await connections.change(ada, id, { url: house.endpoint.href });
  const given = connections.giveCredential(bob, id, { key: 'of-bob', url });
  await expect(given).rejects.toMatchObject({ fields: { connection: expect.any(String) } });
  expect(house.asked).toEqual([]);
  await connections.change(ada, id, { url });
  expect(await connections.giveCredential(bob, id, { key: 'of-bob', url })).toMatchObject({ url });
});

it('keeps what a person gives at the new address before what was given at the former one is taken back', async () => {
  const engine = heldEngine('deleteBy connection_sign_in');
  const connections = await started(engine);
  const { id } = await connections.add(ada, desk('api-key'));
  await connections.giveCredential(bob, id, { key: 'of-bob' });
  const other = await startSmallMcpServer();
  const held = engine.hold(() => connections.change(ada, id, { url: other.url }));
  await held.isHeld;
  await connections.giveCredential(bob, id, { key: 'for-the-other' });
  held.release();
  await held.done;
  expect(await shownBy(connections, bob, 'desk')).toMatchObject({ authorization: 'Bearer for-the-other' });
  await other.close();
});

it('keeps a sign-in that comes while a server takes its time to take back the one before', async () => {
  const connections = await started();
  const { id } = await connections.add(ada, desk('oauth'));
  const signIn = async () => {
    const { url, binding } = await connections.beginSignIn(bob, id);
    await connections.finishSignIn(bob, house.answerTo(url), binding);
  };
  await signIn();
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  house.routes['POST /revoke'] = async () => {
    isAsked();
    await gate;
    return Response.json({});
  };
  const disconnected = connections.disconnect(bob, id);
  await asked;
  await signIn();
  const before = await connections.find(bob, id);
  goOn();
  expect(await disconnected).toEqual({ isRevoked: true });
  expect((await connections.find(bob, id))?.state).toEqual(before?.state);
});

it('approves nothing that the address before had listed', async () => {
  const connections = await started();
  const { id } = await connections.add(ada, desk('api-key'));
  const other = await startSmallMcpServer();
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  server.tools = async () => {
    isAsked();
    await gate;
    return [{ name: 'of_the_first' }];
  };
  const given = connections.giveCredential(bob, id, { key: 'of-bob' });
  await asked;
  await connections.change(ada, id, { url: other.url });
  goOn();
  await given;
  await connections.giveCredential(bob, id, { key: 'of-bob' });
  expect((await connections.find(bob, id))?.tools.map(({ name }) => name)).toEqual(['who']);
  await other.close();
});

it('lets an empty list be no first list', async () => {
  const connections = await started();
  server.tools = () => [];
  const { id } = await connections.add(ada, desk('api-key'));
  await connections.giveCredential(bob, id, { key: 'of-bob' });
  server.tools = () => [{ name: 'who' }];
  expect((await connections.test(bob, id)).tools).toMatchObject([{ name: 'who', isOn: true }]);
  expect((await connections.find(bob, id))?.tools[0]?.held).toBeUndefined();
});
