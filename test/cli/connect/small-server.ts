/** A small MCP server that lets in whom it is told to, and whose answers are not all kind. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { listenerOf } from '../../support/web-listener.ts';

export interface SmallServer {
  readonly url: string;
  /** The header fields of every request. */
  readonly seen: Headers[];
  /** Resolves at the next call of the tool. */
  called(tool: string): Promise<unknown>;
  close(): Promise<void>;
}

const schema = { type: 'object', properties: { id: { type: 'number' }, note: { type: 'string' } }, required: ['id'] };
const tools = [
  { name: 'echo', description: 'Says again what it heard.', inputSchema: schema },
  { name: 'wait', description: 'Never ends.\nIt waits.\n\nThen \u001B[2J it waits.', inputSchema: { type: 'object' } },
  { name: 'fail', description: 'Never works.', inputSchema: { type: 'object' } },
  { name: 'paint', description: 'Clears \u001B[2J the screen', inputSchema: { type: 'object' } },
];

const answers: Readonly<Record<string, (input: unknown) => object | Promise<object>>> = {
  echo: (input) => ({ content: [{ type: 'text', text: JSON.stringify(input) }], structuredContent: { input } }),
  wait: () => new Promise<object>(() => undefined),
  fail: () => ({ content: [{ type: 'text', text: 'the warehouse is closed' }], isError: true }),
  paint: () => ({
    content: [
      { type: 'text', text: 'one\n\u001B[31mtwo\tthree' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    ],
  }),
};

/** With an issuer it publishes the metadata of a resource whose tokens that issuer gives out. */
export async function startSmallServer(
  letsIn: (headers: Headers) => boolean,
  { port = 0, issuer }: { port?: number; issuer?: string } = {},
): Promise<SmallServer> {
  const seen: Headers[] = [];
  const heard = new EventEmitter();
  const mcp = createMcpHandler(() => smallServer((tool) => heard.emit(tool)));
  const handler = async (request: Request) => {
    seen.push(request.headers);
    if (letsIn(request.headers)) return mcp.fetch(request);
    const { origin, pathname } = new URL(request.url);
    if (issuer !== undefined && pathname === '/.well-known/oauth-protected-resource/mcp') {
      return Response.json({ resource: `${origin}/mcp`, authorization_servers: [issuer] });
    }
    return new Response(null, { status: pathname === '/mcp' ? 401 : 404 });
  };
  const server = createServer(listenerOf(handler));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    seen,
    called: (tool) => once(heard, tool),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function smallServer(hears: (tool: string) => void): Server {
  const server = new Server({ name: 'small', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools }) as never);
  server.setRequestHandler('tools/call', ({ params }) => {
    hears(params.name);
    return answers[params.name]?.(params.arguments) as never;
  });
  return server;
}
