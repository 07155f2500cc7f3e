/** Stands for what your MCP server offers: one tool, told by `authInfo` who calls (2.x SDK). */
import { type McpRequestContext, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

export function createMcpServer({ authInfo }: McpRequestContext): McpServer {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  const description = 'Returns the state of one order. Use it when a person asks where an order is.';
  const inputSchema = z.object({ order_id: z.string().describe('such as ord_1001') });
  server.registerTool('get_order', { description, inputSchema }, ({ order_id }) => {
    const text = `${order_id} is on its way. Asked by ${String(authInfo?.extra?.['subject'])}.`;
    return { content: [{ type: 'text', text }] };
  });
  return server;
}
