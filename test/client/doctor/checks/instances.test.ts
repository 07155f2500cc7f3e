/** Two instances behind one address: what one of them alone knows. */
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { apiKey } from '@granthouse/client';
import { examine } from '@granthouse/client/doctor';
import { toolChecks } from '../../../../packages/client/src/doctor/checks/tools/index.ts';
import { listening } from '../listening.ts';
import { learning } from './learning.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Habits {
  readonly sessions?: 'none' | 'own' | 'shared';
  /** Whether the second instance knows the key. */
  readonly isKeyShared?: boolean;
}

const results: Readonly<Record<string, object>> = {
  initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'a', version: '1' } },
  'tools/list': { tools: [] },
};

/** Takes turns, as a balancer does. */
function instances({ sessions = 'none', isKeyShared = true }: Habits): RequestListener {
  const known = [new Set<string>(), new Set<string>()];
  let turn = 0;
  return async (request, response) => {
    turn += 1;
    const here = turn % 2;
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const end = (status: number, body = '', headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    };
    const session = request.headers['mcp-session-id'];
    const isKnown =
      sessions === 'shared' ? known.some((each) => each.has(String(session))) : known[here]?.has(String(session));
    if (here === 1 && !isKeyShared) return end(401);
    if (session !== undefined && !isKnown) return end(404, '{"error":"Session not found"}');
    if (request.method !== 'POST') return end(200);
    const { id, method = '' } = JSON.parse(text) as { id?: number; method?: string };
    if (id === undefined) return end(202);
    const begun = method === 'initialize' && sessions !== 'none' ? { 'mcp-session-id': `s-${turn}` } : {};
    if ('mcp-session-id' in begun) known[here]?.add(begun['mcp-session-id']);
    return end(200, JSON.stringify({ jsonrpc: '2.0', id, result: results[method] ?? {} }), begun);
  };
}

async function found(habits: Habits) {
  const { origin, close } = await listening(createServer(instances(habits)));
  closing.push(close);
  const [check] = toolChecks;
  const { findings } = await examine(`${origin}/mcp`, {
    network: { besides: 'loopback' },
    credential: apiKey('a-key-of-the-test'),
    checks: [learning({ way: 'credential' }), ...(check ? [check] : [])],
    hosts: [],
  });
  return findings.map(({ check: id, severity, seen }) => `${id} ${severity} ${seen}`);
}

it.each<[string, Habits, readonly unknown[]]>([
  ['keep no session', {}, []],
  ['share their sessions', { sessions: 'shared' }, []],
  [
    'keep sessions to themselves',
    { sessions: 'own' },
    [expect.stringContaining('transport.instances problem of 6 requests in one session')],
  ],
  [
    'know different keys',
    { isKeyShared: false },
    [expect.stringContaining('transport.instances problem of 6 requests with one credential, 3 were refused')],
  ],
])('judges instances that %s', async (_, habits, expected) => {
  expect(await found(habits)).toEqual(expected);
});
