/** Scopes for each tool of a server on the 2.x SDK, on node:http (MCP authorization, scope challenge). */
// #region scopes
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { protect, requireScopes } from '@granthouse/resource-server/node';
import { answer } from './your-sdk-2-server.ts';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
const needed = toolScopes({ get_order: ['orders:read'], create_refund: ['refunds:write'] });
createServer(protect(orders, requireScopes(orders, needed, answer))).listen(9401);
// #endregion scopes
