/** Ten lines that make a web-standard handler an OAuth protected resource (RFC 9728, RFC 6750, WHATWG Fetch). */
// #region protect
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
export const handle = protect(orders, (_request, { auth }) =>
  Response.json({ subject: auth.subject, scopes: auth.scopes }),
);
// #endregion protect
