/** A server that asks nobody for anything: for what is public anyway, or what a network keeps strangers from. */
import { createServer } from 'node:http';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { handle } from './your-handler.ts';

// #region open
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  dangerouslyWithoutCredentials: true,
});
// #endregion open
createServer(protect(orders, handle)).listen(9401);
