/** Ten lines that make a koa application an OAuth protected resource (RFC 9728, RFC 6750). */
// #region protect
import Koa from 'koa';
import { type AccessToken, protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/koa';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
new Koa().use(protect(orders)).use(answer).listen(9401);
// #endregion protect

function answer(context: Koa.ParameterizedContext<{ auth: AccessToken }>): void {
  const { subject, scopes } = context.state.auth;
  context.body = { subject, scopes };
}
