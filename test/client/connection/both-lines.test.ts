/** Servers of both lines of the SDK, at the newest revision that each speaks, whatever shape their answers have. */
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { connect, guardedFetch, noCredential } from '@granthouse/client';
import { z } from 'zod';
import { httpServer } from '../../support/hostile-server.ts';

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const implementation = { name: 'orders', version: '1.2.3' };
const description = 'Says it again.';
const said = ({ text }: { text: string }) => ({
  content: [{ type: 'text' as const, text }],
  structuredContent: { text },
});

function line2(): Promise<string> {
  const handler = createMcpHandler(() => {
    const server = new McpServer(implementation);
    const shape = z.object({ text: z.string() });
    server.registerTool('echo', { description, inputSchema: shape, outputSchema: shape }, said);
    return server;
  });
  return httpServer(toNodeHandler(handler) as RequestListener);
}

async function line1(options: { enableJsonResponse?: boolean; sessionIdGenerator?: () => string }): Promise<string> {
  const server = new McpServer1(implementation);
  server.registerTool(
    'echo',
    { description, inputSchema: { text: z.string() }, outputSchema: { text: z.string() } },
    said,
  );
  const transport = new StreamableHTTPServerTransport(options);
  await server.connect(transport);
  closing.push(() => server.close());
  return httpServer((request, response) => void transport.handleRequest(request, response));
}

it.each([
  ['line 2', '2026-07-28', line2],
  ['line 1, in sessions with streams', '2025-11-25', () => line1({ sessionIdGenerator: randomUUID })],
  [
    'line 1, in sessions with JSON',
    '2025-11-25',
    () => line1({ sessionIdGenerator: randomUUID, enableJsonResponse: true }),
  ],
])('of %s speaks %s', async (_line, revision, start) => {
  const connection = await connect(await start(), { credential: noCredential, fetch: network.fetch });
  expect(connection.server).toEqual({ ...implementation, revision });
  const [tool, ...others] = await connection.tools();
  expect([tool?.name, tool?.description, tool?.inputSchema['type'], others]).toEqual([
    'echo',
    description,
    'object',
    [],
  ]);
  const results = await Promise.all(['a', 'b', 'c'].map((text) => connection.call('echo', { text })));
  expect(results.map(({ structuredContent }) => structuredContent)).toEqual([
    { text: 'a' },
    { text: 'b' },
    { text: 'c' },
  ]);
  const wrong = await connection.call('echo', { text: 1 }).catch((error: unknown) => error);
  expect(wrong).toMatchObject({ isError: true });
  await connection.close();
});
