/** A guarded Worker: what a platform imports and calls with a `Request` (RFC 9728, RFC 6750, WHATWG Fetch). */
// #region protect
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
const answer = protect(orders, (_request, { auth }) => Response.json({ subject: auth.subject, scopes: auth.scopes }));
export default { fetch: answer };
// #endregion protect
