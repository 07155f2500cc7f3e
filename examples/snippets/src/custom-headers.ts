/** A server that takes headers of its own, for hosts that are given values for each teammate. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region headers
const teammates = [
  {
    team: 'blue',
    tokenHash: '5f5d3c2f8a0c4b7e9d16a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7',
    email: 'ada@example.com',
  },
];

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  credentials: [
    {
      kind: 'headers',
      names: ['X-Team', 'X-Token'],
      validate({ 'X-Team': team, 'X-Token': token = '' }) {
        const tokenHash = createHash('sha256').update(token).digest('hex');
        const teammate = teammates.find((one) => one.team === team && one.tokenHash === tokenHash);
        return teammate && { clientId: 'duvo', subject: teammate.email };
      },
    },
  ],
});
// #endregion headers
createServer(protect(orders, handle)).listen(9401);
