/** A server that takes API keys beside access tokens, for hosts that are given a key for each teammate (RFC 6750 §2.1). */
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region key
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
  credentials: [
    { kind: 'access_token' },
    {
      kind: 'api_key',
      prefix: 'ok_',
      keys: [
        {
          sha256: '5f5d3c2f8a0c4b7e9d16a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7',
          clientId: 'duvo',
          subject: 'ada@example.com',
        },
      ],
    },
  ],
});
// #endregion key
createServer(protect(orders, handle)).listen(9401);
