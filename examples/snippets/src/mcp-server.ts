/** A whole MCP server with one tool behind the guard: Streamable HTTP, stateless (RFC 9728, MCP 2025-11-25 and 2026-07-28). */
// #region server
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  resourceName: 'Orders',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
  allowedOrigins: ['https://chatgpt.com'],
});

const mcp = createMcpHandler(({ authInfo }) => {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  const description = 'Returns the state of one order. Use it when a person asks where an order is.';
  const inputSchema = z.object({ order_id: z.string().describe('such as ord_1001') });
  server.registerTool('get_order', { description, inputSchema }, ({ order_id }) => {
    const text = `${order_id} is on its way. Asked by ${String(authInfo?.extra?.['subject'])}.`;
    return { content: [{ type: 'text', text }] };
  });
  return server;
});

createServer(protect(orders, toNodeHandler(mcp))).listen(9401);
// #endregion server
