/** MCP servers on both lines of the SDK, whose tools note that they ran. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ProtectedResource } from '@granthouse/resource-server';
import { scopeChallenge, toolScopes } from '@granthouse/resource-server/mcp';
import { protect } from '@granthouse/resource-server/node';
import { type NodeIncomingMessageLike, toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

export const declared = {
  look: [],
  note: ['orders:write'],
  refund: ['refunds:write'],
  everything: ['orders:write', 'refunds:write'],
  ['__proto__']: ['refunds:write'],
  constructor: ['refunds:write'],
} as const satisfies Record<string, readonly string[]>;
/** `forgotten` stands in no list. Neither line of the SDK takes a name that every object has. */
const registered = ['look', 'note', 'refund', 'everything', 'forgotten'];

export const maxBodyBytes = 4096;
export const needed = toolScopes(declared, { maxBodyBytes });

export interface Engine {
  node(request: IncomingMessage, response: ServerResponse, body?: unknown): unknown;
  fetch(request: Request, options: { authInfo: never; parsedBody?: unknown }): Promise<Response>;
}

/** A server of either line, with every tool of the list. */
export function withTools<S extends McpServer | McpServer1>(server: S, ran: string[], names = registered): S {
  for (const name of names) {
    const run = () => {
      ran.push(name);
      return { content: [{ type: 'text' as const, text: 'done' }] };
    };
    (server as McpServer).registerTool(name, { description: name }, run);
  }
  return server;
}

export const implementation = { name: 'a-server', version: '1.0.0' };

/** The real thing of each line, stateless: a server for every request. */
export const engines: Record<1 | 2, (ran: string[]) => Engine> = {
  1: (ran) => ({
    async node(request, response, body) {
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      await withTools(new McpServer1(implementation), ran).connect(transport);
      await transport.handleRequest(request, response, body);
    },
    async fetch(request, options) {
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
      await withTools(new McpServer1(implementation), ran).connect(transport);
      return transport.handleRequest(request, options);
    },
  }),
  2: (ran) => {
    const handler = createMcpHandler(() => withTools(new McpServer(implementation), ran));
    const node = toNodeHandler(handler);
    return {
      node: (request, response, body) => node(request as NodeIncomingMessageLike, response, body),
      fetch: handler.fetch,
    };
  },
};

/** The scopes beside the tools alone, as the 2.x SDK has them; nothing stands before the engine. */
export function nativeListener(resource: ProtectedResource, ran: string[]): RequestListener {
  const handler = createMcpHandler(() => {
    const server = new McpServer(implementation);
    for (const name of ['look', 'note', 'refund', 'everything'] as const) {
      const [first, ...others] = declared[name];
      const config = { description: name, ...(first && { scopeChallenge: scopeChallenge(first, ...others) }) };
      server.registerTool(name, config, () => {
        ran.push(name);
        return { content: [] };
      });
    }
    return server;
  });
  return protect(resource, toNodeHandler(handler));
}
