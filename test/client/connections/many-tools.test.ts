/** A thousand tools are decided of at once: read once, written where they are another, and told of one by one. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { watched } from '../../support/failing-engine.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, startConnections } from '../../support/team.ts';

let server: SmallMcpServer;
let connections: Connections;
let id: string;
const calls = new Map<string, number>();

const many = (words: string) =>
  Array.from({ length: 1000 }, (_, index) => ({ name: `tool_${index}`, description: `${words} ${index}.` }));

beforeAll(async () => {
  server = await startSmallMcpServer();
  server.tools = () => many('Does');
  const engine = memoryEngine();
  const counting = (name: string, real: () => unknown) => {
    calls.set(name, (calls.get(name) ?? 0) + 1);
    return Promise.resolve(real());
  };
  const open: typeof engine.open = async (collections) => watched(await engine.open(collections), counting);
  connections = await startConnections({ ...engine, open });
  const authentication = { kind: 'none' } as const;
  ({ id } = await connections.add(ada, { name: 'Many', url: server.url, authentication, ownership: 'shared' }));
});
afterAll(async () => {
  await connections.close();
  await server.close();
});

async function counted(work: () => Promise<unknown>): Promise<Record<string, number>> {
  calls.clear();
  await work();
  return Object.fromEntries(calls);
}

/** All of them in pages of a hundred, once to decide and once to be shown. */
const reads = 20;

it('switches those that are another, and reads no tool for each of them', async () => {
  const wanted = many('').map(({ name }, index) => ({ tool: name, isOn: index % 10 === 0 }));
  expect(await counted(() => connections.switchTools(ada, id, wanted))).toMatchObject({
    'findBy connection_tool': reads,
    'compareAndSet connection_tool': 900,
  });
  const on = (await connections.find(ada, id))?.tools.filter(({ isOn }) => isOn);
  expect(on).toHaveLength(100);
});

it('approves each once, however often it is named, and tells how many are another by now', async () => {
  server.tools = () => many('Now does');
  const { tools } = await connections.test(ada, id);
  const versions = tools.flatMap(({ held }) => held?.version ?? []);
  expect(versions).toHaveLength(1000);
  server.tools = () => [...many('Now does').slice(2), ...many('Quietly does').slice(0, 2)];
  await connections.test(ada, id);
  const approving = connections.approveTools(ada, id, [...versions, ...versions]);
  const words =
    '2 tools have changed since you looked at them, or are gone, and were not approved. Look at them again.';
  await expect(approving).rejects.toMatchObject({ fields: { tools: `${words} All others are approved.` } });
  const held = (await connections.find(ada, id))?.tools.filter((tool) => tool.held);
  expect(held?.map(({ name }) => name)).toEqual(['tool_0', 'tool_1']);
});
