/** An MCP server of the SDK that takes one credential, a key or headers or none, and whose tools a test can change. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ToolResult } from '@granthouse/client';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

export interface SmallTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

export interface SmallMcpServer {
  readonly url: string;
  /** As it lists them next, to whoever shows these headers. */
  tools: (shown: Headers) => readonly SmallTool[] | Promise<readonly SmallTool[]>;
  /** Whether these headers are let in. */
  takes: (shown: Headers) => boolean;
  /** What came, without what the transport adds. */
  readonly seen: Headers[];
  close(): Promise<void>;
}

/** Each call is answered with the headers that it showed, in a form that tells them from a credential that comes back. */
export async function startSmallMcpServer(
  takes: SmallMcpServer['takes'] = () => true,
  port = 0,
): Promise<SmallMcpServer> {
  const node = createServer();
  node.listen(port, '127.0.0.1');
  await once(node, 'listening');
  const running: SmallMcpServer = {
    url: `http://127.0.0.1:${(node.address() as AddressInfo).port}/mcp`,
    tools: () => [{ name: 'who', description: 'Says who asks.' }],
    takes,
    seen: [],
    async close() {
      node.closeAllConnections();
      node.close();
      await once(node, 'close');
    },
  };
  node.on('request', (request, response) => {
    const shown = new Headers(request.headers as Record<string, string>);
    running.seen.push(shown);
    if (request.url !== '/mcp') return response.writeHead(404).end();
    if (!running.takes(shown)) return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return toNodeHandler(createMcpHandler(() => serverFor(running, shown)))(request as never, response);
  });
  return running;
}

function serverFor(running: SmallMcpServer, shown: Headers): Server {
  const made = new Server({ name: 'small', version: '1.0.0' }, { capabilities: { tools: {} } });
  made.setRequestHandler('tools/list', async () => ({
    tools: (await running.tools(shown)).map((tool) => ({ inputSchema: { type: 'object' }, ...tool })) as never,
  }));
  made.setRequestHandler('tools/call', () => ({
    content: [{ type: 'text', text: Buffer.from(JSON.stringify(Object.fromEntries(shown))).toString('hex') }],
  }));
  return made;
}

/** What a call was answered with. */
export function headersIn({ content: [first] }: Pick<ToolResult, 'content'>): Record<string, string> {
  return JSON.parse(Buffer.from(String(first?.['text']), 'hex').toString()) as Record<string, string>;
}
