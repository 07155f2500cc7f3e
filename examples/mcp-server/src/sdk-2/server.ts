/** The order desk as an MCP server on `@modelcontextprotocol/server` 2.x: every tool, for both eras of the protocol. */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { maxRequestBodySize } from '../endpoint.ts';
import { implementation, instructions } from '../introduction.ts';
import { causeOf } from '../log.ts';
import { contextOf, type DeskParts, type ToolContext } from '../tools/context.ts';
import { tools } from '../tools/order-desk-tools.ts';
import type { McpEndpoint } from './endpoint.ts';

/** A server for one request: it holds nothing between requests. */
function createMcpServer(context: ToolContext): McpServer {
  const server = new McpServer(implementation, { instructions, capabilities: { tools: { listChanged: false } } });
  for (const { name, scopes: _askedForByTheEndpoint, call, ...config } of tools) {
    server.registerTool(name, config, (input) => call(context, input));
  }
  return server;
}

/** Stateless Streamable HTTP for the revisions 2025-11-25 and 2026-07-28 alike: a server for every request. */
export function createMcpEndpoint(parts: DeskParts): McpEndpoint {
  return createMcpHandler(({ authInfo }) => createMcpServer(contextOf(parts, authInfo)), {
    maxRequestBodySize,
    onerror: (error) => parts.log.warn({ error: causeOf(error) }, 'a request was refused or failed'),
  });
}
