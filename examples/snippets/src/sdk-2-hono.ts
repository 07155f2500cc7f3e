/** An MCP server on the 2.x SDK inside a hono application behind the guard (RFC 9728, MCP 2025-11-25 and 2026-07-28). */
// #region protect
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/hono';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import { createMcpServer } from './your-tools.ts';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
const mcp = createMcpHandler(createMcpServer);
const app = new Hono().use(protect(orders));
app.all('/mcp', (c) => mcp.fetch(c.req.raw, { authInfo: c.get('auth') }));
// #endregion protect

export { app };
