/** Keys and headers, everyone's or each teammate's own: who gives them, who uses them, and what happens when they are wrong. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, ConnectionView, NewConnection } from '@granthouse/client/connections';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, shownBy, startConnections } from '../../support/team.ts';

let server: SmallMcpServer;
let connections: Connections;

beforeEach(async () => {
  server = await startSmallMcpServer();
  connections = await startConnections();
});
afterEach(async () => {
  await connections.close();
  await server.close();
});

const add = (authentication: NewConnection['authentication'], ownership: NewConnection['ownership'] = 'shared') =>
  connections.add(ada, { name: 'Desk', url: server.url, authentication, ownership });

describe('a shared credential', () => {
  it.each([
    ['a key', { kind: 'api-key', key: ' k-1 ' }, { authorization: 'Bearer k-1' }],
    ['a key with its scheme', { kind: 'api-key', key: 'Basic abc' }, { authorization: 'Basic abc' }],
    ['a key in a header', { kind: 'api-key', header: 'X-Api-Key', key: 'k-1' }, { 'x-api-key': 'k-1' }],
    [
      'headers',
      { kind: 'headers', names: ['X-A', 'X-B'], values: { 'X-A': '1', 'X-B': '2' } },
      { 'x-a': '1', 'x-b': '2' },
    ],
  ] as ReadonlyArray<[string, NewConnection['authentication'], object]>)(
    'is sent for everyone: %s',
    async (_, authentication, sent) => {
      const view = await add(authentication);
      expect(view.state.kind).toBe('connected');
      expect(await shownBy(connections, bob, 'desk')).toMatchObject(sent);
      expect(JSON.stringify([await connections.list(ada), await connections.list(bob)])).not.toMatch(/k-1|Basic abc/);
    },
  );

  it('is an admin’s to give and to take back', async () => {
    const { id } = await add({ kind: 'api-key' });
    expect(await connections.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'first' } });
    const refused = expect.objectContaining({ code: 'forbidden' });
    await expect(connections.giveCredential(bob, id, { key: 'of-bob' })).rejects.toEqual(refused);
    await expect(connections.disconnect(bob, id)).rejects.toEqual(refused);
    expect(await connections.ready(ada)).toEqual([]);
    await connections.giveCredential(ada, id, { key: 'of-the-team' });
    expect(await shownBy(connections, bob, 'desk')).toMatchObject({ authorization: 'Bearer of-the-team' });
    expect(await connections.disconnect(ada, id)).toEqual({ isRevoked: false });
    expect(await connections.ready(bob)).toEqual([]);
  });

  it('that the server refuses is said to be refused, and gives nothing until another is given', async () => {
    server.takes = (shown) => shown.get('authorization') === 'Bearer right';
    const { id, state } = await add({ kind: 'api-key', key: 'wrong' });
    expect(state).toEqual({ kind: 'credential-needed', why: 'refused' });
    await expect(shownBy(connections, bob, 'desk')).rejects.toMatchObject({ code: 'credential_refused' });
    const mended = await connections.giveCredential(ada, id, { key: 'right' });
    expect(mended.state.kind).toBe('connected');
    expect(await connections.ready(bob)).toHaveLength(1);
  });
});

describe('personal credentials', () => {
  const person = (shown: Headers) => shown.get('authorization')?.replace('Bearer of-', '') ?? '';
  const names = (view: ConnectionView | undefined) => view?.tools.map(({ name }) => name);

  it('are each teammate’s own: nobody calls, sees or takes back with another’s', async () => {
    const { id } = await add({ kind: 'api-key' }, 'personal');
    await connections.giveCredential(bob, id, { key: 'of-bob' });
    expect(await connections.find(cy, id)).toMatchObject({ state: { kind: 'credential-needed' }, tools: [] });
    expect(await connections.ready(cy)).toEqual([]);
    expect(await connections.ready(ada)).toEqual([]);
    await connections.giveCredential(cy, id, { key: 'of-cy' });
    const both = [bob, cy].map(async (by) => (await shownBy(connections, by, 'desk'))['authorization']);
    expect(await Promise.all(both)).toEqual(['Bearer of-bob', 'Bearer of-cy']);
    await connections.disconnect(cy, id);
    expect(await connections.ready(cy)).toEqual([]);
    expect(await shownBy(connections, bob, 'desk')).toMatchObject({ authorization: 'Bearer of-bob' });
  });

  it('show each the tools and descriptions that the server shows them, and to admins what waits for approval', async () => {
    server.tools = (shown) => [
      { name: 'orders', description: `Orders of ${person(shown)}.` },
      { name: `only_${person(shown)}`, description: 'Own.' },
    ];
    const { id } = await add({ kind: 'api-key' }, 'personal');
    await connections.giveCredential(bob, id, { key: 'of-bob' });
    const own = await connections.giveCredential(cy, id, { key: 'of-cy' });
    expect(names(own)).toEqual(['only_cy', 'orders']);
    expect(JSON.stringify(own)).not.toContain('bob');
    expect(JSON.stringify(await connections.find(bob, id))).not.toContain('cy');
    expect(names(await connections.find(ada, id))).toEqual(['only_cy', 'orders']);
  });

  it('of a person whose id looks like another’s place are theirs alone', async () => {
    const { id } = await add({ kind: 'api-key' }, 'personal');
    await connections.giveCredential(bob, id, { key: 'of-bob' });
    for (const name of ['shared', 'person bob', 'bob ', 'Bob', '', `${id} bob`]) {
      expect(await connections.ready({ ...cy, id: name })).toEqual([]);
    }
  });
});

describe('a credential', () => {
  it.each([
    ['a key where headers are asked for', { kind: 'headers', names: ['X-A'] }, { key: 'k' }, 'key'],
    ['headers where a key is asked for', { kind: 'api-key' }, { values: { 'X-A': 'v' } }, 'values'],
    ['a header too few', { kind: 'headers', names: ['X-A', 'X-B'] }, { values: { 'X-A': 'v' } }, 'values'],
    ['a line break in a value', { kind: 'headers', names: ['X-A'] }, { values: { 'X-A': 'a\nX-B: b' } }, 'values'],
    ['nothing', { kind: 'api-key' }, { key: ' ' }, 'key'],
    ['a key where nothing is asked for', { kind: 'none' }, { key: 'k' }, 'key'],
  ] as ReadonlyArray<
    [string, NewConnection['authentication'], { key: string } | { values: Record<string, string> }, string]
  >)('is not taken: %s', async (_, authentication, given, field) => {
    const { id } = await add(authentication);
    const refused = connections.giveCredential(ada, id, given);
    await expect(refused).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
  });

  it('of headers that were not asked for is not sent', async () => {
    const { id } = await add({ kind: 'headers', names: ['X-A'] }, 'personal');
    await connections.giveCredential(bob, id, { values: { 'X-A': 'v', 'X-Forwarded-For': '10.0.0.1' } });
    const shown = await shownBy(connections, bob, 'desk');
    expect(shown).toMatchObject({ 'x-a': 'v' });
    expect(shown['x-forwarded-for']).toBeUndefined();
  });

  it('is gone, and what ran with it stops, once it is taken back by another instance', async () => {
    const { id } = await add({ kind: 'api-key' }, 'personal');
    await connections.giveCredential(bob, id, { key: 'of-bob' });
    const [ready] = await connections.ready(bob);
    await ready?.call('who', {});
    await connections.disconnect(bob, id);
    await expect(ready?.call('who', {})).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(ready?.tools()).rejects.toMatchObject({ code: 'sign_in_needed' });
  });
});

describe('another address', () => {
  it('on another origin clears every credential, and on the same keeps them', async () => {
    const { id } = await add({ kind: 'api-key' }, 'personal');
    await connections.giveCredential(bob, id, { key: 'of-bob' });
    await connections.change(ada, id, { url: `${server.url}?team=1`, name: 'Renamed' });
    expect(await connections.find(bob, id)).toMatchObject({ name: 'Renamed', slug: 'desk' });
    expect(await connections.ready(bob)).toHaveLength(1);
    const thief = await startSmallMcpServer();
    await connections.change(ada, id, { url: thief.url });
    expect(await connections.ready(bob)).toEqual([]);
    expect(await connections.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'first' } });
    expect(thief.seen).toEqual([]);
    await connections.change(ada, id, { url: server.url });
    expect(await connections.ready(bob)).toEqual([]);
    await thief.close();
  });

  it('is not asked with a credential that was given before it, not even by who was ready before', async () => {
    const { id } = await add({ kind: 'api-key', key: 'of-the-team' });
    const [ready] = await connections.ready(bob);
    const thief = await startSmallMcpServer();
    await connections.change(ada, id, { url: thief.url });
    await expect(ready?.tools()).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(thief.seen).toEqual([]);
    await thief.close();
  });

  it('of one who is no admin changes nothing', async () => {
    const { id } = await add({ kind: 'none' });
    await expect(connections.change(bob, id, { url: 'https://thief.example' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await connections.find(ada, id))?.url).toBe(server.url);
  });
});

describe('removing', () => {
  it('leaves nothing of a connection, and its slug to the next', async () => {
    const { id } = await add({ kind: 'api-key', key: 'of-the-team' });
    const [ready] = await connections.ready(bob);
    await connections.remove(ada, id);
    expect(await connections.find(ada, id)).toBeUndefined();
    await expect(ready?.call('who', {})).rejects.toMatchObject({ code: 'not_allowed' });
    const next = await add({ kind: 'api-key' });
    expect(next).toMatchObject({ slug: 'desk', state: { kind: 'credential-needed', why: 'first' }, tools: [] });
    expect(next.id).not.toBe(id);
    await connections.remove(ada, id);
    expect(await connections.list(ada)).toHaveLength(1);
  });
});
