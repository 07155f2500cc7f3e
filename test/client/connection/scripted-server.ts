/** An MCP server of 2025-11-25 that does by each method what a test says, down to the bytes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll } from '@jest/globals';
import { connect, type ConnectOptions, type Connection, guardedFetch, noCredential } from '@granthouse/client';
import { httpServer } from '../../support/hostile-server.ts';

export interface Asked {
  readonly id: unknown;
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A result, or nothing when it has answered itself. */
export type Script = Readonly<Record<string, (asked: Asked) => unknown>>;

export interface ScriptedServer {
  readonly url: string;
  /** Every request that came, as `POST tools/list` or `GET`. */
  readonly came: string[];
}

export const identity = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'scripted', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools: [{ name: 'ping', inputSchema: { type: 'object' } }] }),
  'tools/call': () => ({ content: [{ type: 'text', text: 'pong' }] }),
};

/** `GET` and `DELETE` are scripted as methods are. */
export async function scriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const came: string[] = [];
  const answers: Script = { ...identity, ...script };
  const origin = await httpServer(async (request, response) => {
    const isPost = request.method === 'POST';
    const { id, method = request.method ?? '', params = {} } = isPost ? ((await json(request)) as Partial<Asked>) : {};
    came.push(isPost ? `POST ${method}` : method);
    const answer = answers[method];
    if (!answer && id === undefined) return void response.writeHead(isPost ? 202 : 405).end();
    const result = answer?.({ id, method, params, request, response });
    if (answer && result === undefined) return undefined;
    const error = { code: -32_601, message: 'Method not found' };
    response.setHeader('content-type', 'application/json');
    return void response.end(JSON.stringify({ jsonrpc: '2.0', id, ...(answer ? { result } : { error }) }));
  });
  return { url: `${origin}/mcp`, came };
}

/** Begins an answer as a stream of events. */
export function eventStream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export const event = (message: object, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());

export async function connectedTo(
  script: Script,
  limits: ConnectOptions['limits'] = {},
): Promise<Connection & { scripted: ScriptedServer }> {
  const scripted = await scriptedServer(script);
  const connection = await connect(scripted.url, { credential: noCredential, fetch: network.fetch, limits });
  return { ...connection, scripted };
}
