/** A guarded server whose trust can be replaced, so that a test can hand in an issuer of its own (RFC 9728 §2). */
// #region server
import { protectedResource, type ProtectedResourceOptions } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';

type Trust = Pick<ProtectedResourceOptions, 'authorizationServers' | 'fetch'>;

export function createHandler(trust: Trust = { authorizationServers: ['https://login.example.com'] }) {
  const resource = 'https://orders.example.com/mcp';
  const orders = protectedResource({ resource, requiredScopes: ['orders:read'], ...trust });
  return protect(orders, (_request, { auth }) => Response.json({ subject: auth.subject }));
}
// #endregion server
