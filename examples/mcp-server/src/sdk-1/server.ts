/** The order desk as an MCP server on `@modelcontextprotocol/sdk` 1.x: the same tools. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { implementation, instructions } from '../introduction.ts';
import type { ToolContext } from '../tools/context.ts';
import { tools } from '../tools/order-desk-tools.ts';

/** A server for one request: it holds nothing between requests. */
export function createMcpServer(context: ToolContext): McpServer {
  const server = new McpServer(implementation, { instructions });
  for (const { name, scopes: _askedForByTheEndpoint, call, ...config } of tools) {
    server.registerTool(name, config, (input) => call(context, input));
  }
  return server;
}
