/** Ten lines that make a node:http server an OAuth protected resource (RFC 9728, RFC 6750). */
// #region protect
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
createServer(protect(orders, handle)).listen(9401);
// #endregion protect
