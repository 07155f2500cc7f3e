/** A guard that takes the access tokens of an Amazon Cognito user pool. */
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region guard
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: [
    {
      issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a1B2c3D4e',
      tokens: 'cognito',
      audience: ['orders'],
    },
  ],
  requiredScopes: ['orders/read'],
});
// #endregion guard
createServer(protect(orders, handle)).listen(9401);
