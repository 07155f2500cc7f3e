/** A guard that asks its authorization server about opaque tokens (RFC 7662). */
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region guard
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: [
    {
      issuer: 'https://login.example.com',
      introspection: { clientId: 'orders-server', clientSecret: process.env['ORDERS_SERVER_SECRET'] ?? '' },
    },
  ],
  requiredScopes: ['orders:read'],
});
// #endregion guard
createServer(protect(orders, handle)).listen(9401);
