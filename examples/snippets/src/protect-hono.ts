/** Ten lines that make a hono application an OAuth protected resource (RFC 9728, RFC 6750). */
// #region protect
import { type Context, Hono } from 'hono';
import { type AccessToken, protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/hono';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
export const app = new Hono().use(protect(orders)).all('/mcp', (c) => answer(c, c.get('auth')));
// #endregion protect

function answer(context: Context, { subject, scopes }: AccessToken): Response {
  return context.json({ subject, scopes });
}
