/** An MCP server on the 2.x SDK and node:http behind the guard (RFC 9728, MCP 2025-11-25 and 2026-07-28). */
// #region protect
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createMcpServer } from './your-tools.ts';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
createServer(protect(orders, toNodeHandler(createMcpHandler(createMcpServer)))).listen(9401);
// #endregion protect
