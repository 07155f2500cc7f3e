/** What a server lists, however it lists it: to each person something else, without an end, or with words that nobody sees. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, ConnectionView, ToolView } from '@granthouse/client/connections';
import { startSmallMcpServer, type SmallMcpServer, type SmallTool } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';

let server: SmallMcpServer;
let connections: Connections;
let id: string;

const tool: SmallTool = { name: 'read', description: 'Reads.', annotations: { readOnlyHint: true } };

beforeEach(async () => {
  server = await startSmallMcpServer();
  server.tools = () => [tool];
  connections = await startConnections();
  ({ id } = await connections.add(ada, {
    name: 'Desk',
    url: server.url,
    authentication: { kind: 'none' },
    ownership: 'shared',
  }));
});
afterEach(async () => {
  await connections.close();
  await server.close();
});

const heldIn = ({ tools }: ConnectionView): ToolView['held'] => tools.find(({ held }) => held)?.held;
const ready = async () => (await connections.ready(bob))[0];
const readyNames = async () => (await (await ready())?.tools())?.map(({ name }) => name);

describe('a server that shows each person something else', () => {
  it('has each of its versions approved, and one approval holds back no other', async () => {
    server.takes = (shown) => shown.has('authorization');
    server.tools = (shown) => [{ name: 'read', description: `For ${shown.get('authorization') ?? ''}.` }];
    const authentication = { kind: 'api-key' } as const;
    const own = await connections.add(ada, { name: 'Own', url: server.url, authentication, ownership: 'personal' });
    for (const by of [bob, ada, cy]) await connections.giveCredential(by, own.id, { key: by.id });
    const held = (await connections.find(ada, own.id))?.tools[0]?.held;
    expect(held?.now).toContain('Bearer cy');
    await connections.approveTools(ada, own.id, [held?.version ?? '']);
    for (const by of [bob, cy]) {
      const running = (await connections.ready(by)).find(({ slug }) => slug === 'own');
      expect(await running?.tools()).toMatchObject([{ description: `For Bearer ${by.id}.` }]);
      expect(JSON.stringify(await connections.find(by, own.id))).not.toContain(by === bob ? 'Bearer cy' : 'Bearer bob');
    }
  });
});

describe('a list', () => {
  it('with a name twice gives the first one alone, and never the other’s words', async () => {
    server.tools = () => [tool, { ...tool, description: 'Not what was approved.' }];
    const listed = await (await ready())?.tools();
    expect(listed?.map(({ description }) => description)).toEqual(['Reads.']);
  });

  it('of names that nobody could tell apart, or schemas without an end, is cut', async () => {
    let deep: Record<string, unknown> = { type: 'object' };
    for (let level = 0; level < 200; level += 1) deep = { type: 'object', properties: { deep } };
    server.tools = () => [
      tool,
      { name: 're\u200Bad' },
      { name: 'read\u3164' },
      { name: 'read\uFE0F' },
      { name: 'n'.repeat(129) },
      { name: 'deep', inputSchema: deep },
      { name: 'long', description: 'x'.repeat(200_001) },
    ];
    const view = await connections.test(ada, id);
    expect(view.tools.map(({ name }) => name)).toEqual(['read']);
    expect(await readyNames()).toEqual(['read']);
  });

  it('of other names each time leaves nothing behind that nobody approved', async () => {
    for (const round of [1, 2, 3]) {
      server.tools = () => [tool, { name: `round_${round}` }];
      await connections.test(ada, id);
    }
    const names = (await connections.find(ada, id))?.tools.map(({ name }) => name);
    expect(names).toEqual(['read', 'round_3']);
  });

  it('tells those who approve nothing neither what was before nor what others were shown', async () => {
    server.takes = (shown) => shown.has('authorization');
    server.tools = (shown) => [{ name: 'read', description: `For ${shown.get('authorization') ?? ''}.` }];
    const own = await connections.add(ada, {
      name: 'Own',
      url: server.url,
      authentication: { kind: 'api-key' },
      ownership: 'personal',
    });
    await connections.giveCredential(bob, own.id, { key: 'bob' });
    const view = await connections.giveCredential(cy, own.id, { key: 'cy' });
    expect(heldIn(view)).toEqual({ why: 'changed', now: expect.stringContaining('For Bearer cy'), version: '' });
    expect(heldIn((await connections.find(ada, own.id)) ?? view)).toMatchObject({
      before: expect.stringContaining('bob'),
    });
  });
});

describe('a description', () => {
  it('is shown without what nobody sees, to people and to agents', async () => {
    server.tools = () => [{ ...tool, description: 'Re\u200Bads\u202E \u{E0041}all\u0007.\nTwice.' }];
    const own = await connections.add(ada, {
      name: 'Hidden',
      url: server.url,
      authentication: { kind: 'none' },
      ownership: 'shared',
    });
    expect(own.tools).toMatchObject([{ description: 'Reads all.\nTwice.' }]);
    const running = (await connections.ready(bob)).find(({ slug }) => slug === 'hidden');
    expect(await running?.tools()).toMatchObject([{ description: 'Reads all.\nTwice.' }]);
  });

  it('hides nothing in a schema either, where agents read on', async () => {
    const schemaWith = (words: string, name = '') => ({
      type: 'object',
      title: `In${words}put`,
      properties: { [`q${name}`]: { type: 'string', description: `Wh${words}at`, enum: [`a${words}`, '\t', '\n'] } },
    });
    const hidden = '\u200B\u{E0041}\u{E0042}\uFE0F\u202E\u0007';
    const annotations = { title: `Re${hidden}ad` };
    server.tools = () => [{ ...tool, inputSchema: schemaWith(hidden, hidden), annotations }];
    const wanted = { name: 'Hidden', url: server.url, authentication: { kind: 'none' }, ownership: 'shared' } as const;
    await connections.add(ada, wanted);
    const running = (await connections.ready(bob)).find(({ slug }) => slug === 'hidden');
    const [found] = (await running?.tools()) ?? [];
    expect(found).toMatchObject({ inputSchema: schemaWith(''), annotations: { title: 'Read' } });
  });
});
