/** Tools, as each host takes them, and as a model uses them: listed, measured, and called where a call changes nothing. */
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { examine, type Report } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { toolChecks } from '../../../../packages/client/src/doctor/checks/tools/index.ts';
import { listenerOf } from '../../../support/web-listener.ts';
import { listening } from '../listening.ts';
import { learning } from './learning.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Tool {
  readonly name: string;
  readonly [member: string]: unknown;
}

const answer = { content: [{ type: 'text', text: '{"orders":[]}' }] };
const tool: Tool = {
  name: 'list_orders',
  description: 'Lists the newest orders with their state.',
  inputSchema: { type: 'object', properties: {} },
  annotations: { readOnlyHint: true },
};

/** A server that asks for nothing, has these tools and remembers which were called. */
async function examined(tools: readonly Tool[], hosts: readonly string[] = [], result: unknown = answer) {
  const called: string[] = [];
  const mcp = createMcpHandler(() => {
    const server = new Server({ name: 'tools', version: '1.0.0' }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/list', () => ({ tools }) as never);
    server.setRequestHandler('tools/call', ({ params: { name } }) => {
      called.push(name);
      const isKnown = tools.some((each) => each.name === name);
      return (isKnown ? result : { content: [], isError: true }) as never;
    });
    return server;
  });
  const { origin, close } = await listening(createServer(listenerOf((request) => mcp.fetch(request))));
  closing.push(close);
  const report = await examine(`${origin}/mcp`, {
    network: { besides: 'loopback' },
    hosts: hostProfiles().filter(({ id }) => hosts.includes(id)),
    checks: [learning({ way: 'open' }), ...toolChecks],
  });
  return { report, called };
}

const findingsOf = ({ findings }: Report, id: string) => findings.filter(({ check }) => check === id);

describe('the limits of hosts', () => {
  const long = `list_${'a'.repeat(60)}`;
  const nested = { type: 'object', properties: { all: { type: 'array' } } };
  const union = { type: 'object', anyOf: [{ required: ['a'] }] };
  it.each<[string, readonly Tool[], readonly string[], readonly string[], string]>([
    [
      'a name with a slash',
      [{ ...tool, name: 'orders/list' }],
      ['claude-hosted', 'cursor'],
      ['claude-hosted'],
      'orders/list',
    ],
    [
      'a name of 65 characters',
      [{ ...tool, name: long }],
      ['claude-hosted', 'vscode'],
      ['claude-hosted'],
      '65 characters',
    ],
    [
      'an array without items',
      [{ ...tool, inputSchema: nested }],
      ['vscode', 'zed'],
      ['vscode'],
      'an array without items',
    ],
    ['a union at the root', [{ ...tool, inputSchema: union }], ['claude-hosted', 'n8n'], ['claude-hosted'], 'anyOf'],
    [
      '129 tools',
      Array.from({ length: 129 }, (_, index) => ({ ...tool, name: `t_${index}` })),
      ['vscode'],
      ['vscode'],
      '129 tools',
    ],
  ])('stops those whose requests are refused: %s', async (_, tools, hosts, stopped, seen) => {
    const found = findingsOf((await examined(tools, hosts)).report, 'tools.hosts');
    expect(found.flatMap((each) => each.hosts ?? [])).toEqual(stopped);
    expect(found.map((each) => each.seen).join('\n')).toContain(seen);
  });

  it('warns where a tool is left out, and stops nobody for it', async () => {
    const { report } = await examined([{ ...tool, name: 'orders.list' }], ['cursor']);
    expect(findingsOf(report, 'tools.hosts')).toMatchObject([{ severity: 'warning', hosts: [] }]);
    expect(report.verdicts).toMatchObject([{ host: 'cursor', connects: 'yes' }]);
  });

  it('says what several hosts make of a name in a sentence for all of them', async () => {
    const { report } = await examined([{ ...tool, name: 'orders.list' }], ['cursor', 'windsurf']);
    expect(findingsOf(report, 'tools.hosts').map(({ seen }) => seen)).toEqual([
      'orders.list: left out by Cursor, Windsurf',
    ]);
  });

  it('finds nothing in tools that are within, at any host', async () => {
    const { report } = await examined(
      [tool],
      hostProfiles().map(({ id }) => id),
    );
    expect(report.findings).toEqual([]);
  });
});

it('tells names of tools as text that no terminal obeys', async () => {
  const name = 'list\u001B[2Jorders';
  const { report } = await examined(
    [
      { ...tool, name, description: '' },
      { ...tool, name },
    ],
    ['claude-hosted'],
  );
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.findings.map(({ seen }) => seen).join('')).not.toContain('\u001B');
});

describe('calls', () => {
  it.each<[string, object]>([
    ['writes', { annotations: { readOnlyHint: false } }],
    ['says nothing of itself', { annotations: undefined }],
    ['says that it reads and that it destroys', { annotations: { readOnlyHint: true, destructiveHint: true } }],
    ['needs an argument', { inputSchema: { type: 'object', properties: { a: {} }, required: ['a'] } }],
  ])('never calls a tool that %s', async (_, member) => {
    const { called, report } = await examined([{ ...tool, ...member }]);
    expect(called.filter((name) => name === tool.name)).toEqual([]);
    expect(report.skipped.map(({ check }) => check)).toContain('tools.called');
  });

  it('calls three at most, and each once', async () => {
    const tools = Array.from({ length: 9 }, (_, index) => ({ ...tool, name: `list_${index}` }));
    const { called } = await examined(tools);
    expect(called.filter((name) => name.startsWith('list_'))).toEqual(['list_0', 'list_1', 'list_2']);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['data', { content: [], structuredContent: { orders: [] } }, []],
    ['JSON as text', answer, []],
    ['an image', { content: [{ type: 'image', data: '', mimeType: 'image/png' }] }, []],
    ['text for people', { content: [{ type: 'text', text: 'There are two orders.' }] }, ['tools.structured-result']],
    ['an error as it should be', { content: [{ type: 'text', text: 'Error: no' }], isError: true }, []],
    ['an error in words', { content: [{ type: 'text', text: 'Error: no database' }] }, ['tools.errors']],
    ['an error in JSON', { content: [{ type: 'text', text: '{"error":"no database"}' }] }, ['tools.errors']],
  ])('judges an answer that is %s', async (_, result, expected) => {
    const { report } = await examined([tool], [], result);
    expect(report.findings.map(({ check }) => check)).toEqual(expected);
  });
});
