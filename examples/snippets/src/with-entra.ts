/** A guard that takes the access tokens of one tenant of Microsoft Entra ID, of version 2. */
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region guard
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: [
    {
      issuer: 'https://login.microsoftonline.com/fa15d692-e9c7-4460-a743-29f2956fd429/v2.0',
      tokens: 'entra',
      audience: ['0d8c1a7e-6f4e-4c0b-9a6d-3f1c5b7e2a90'],
      scopePrefix: 'https://orders.example.com/mcp/',
    },
  ],
  requiredScopes: ['https://orders.example.com/mcp/orders.read'],
});
// #endregion guard
createServer(protect(orders, handle)).listen(9401);
