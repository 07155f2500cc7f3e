/** A guard that takes the access tokens of a custom authorization server of Okta. */
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region guard
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: [{ issuer: 'https://example.okta.com/oauth2/aus1', tokens: 'okta' }],
  requiredScopes: ['orders:read'],
});
// #endregion guard
createServer(protect(orders, handle)).listen(9401);
