/** An MCP server on the 2.x SDK as a web-standard handler behind the guard (RFC 9728, MCP 2025-11-25 and 2026-07-28). */
// #region protect
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createMcpServer } from './your-tools.ts';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
const mcp = createMcpHandler(createMcpServer);
export const handle = protect(orders, (request, { auth }) => mcp.fetch(request, { authInfo: auth }));
// #endregion protect
