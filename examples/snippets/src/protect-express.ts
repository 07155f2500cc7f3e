/** Ten lines that make an express application an OAuth protected resource (RFC 9728, RFC 6750). */
// #region protect
import express from 'express';
import { protectedResource } from '@granthouse/resource-server';
import { authOf, protect } from '@granthouse/resource-server/express';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
express().use(protect(orders)).use('/mcp', answer).listen(9401);
// #endregion protect

function answer(request: express.Request, response: express.Response): void {
  const { subject, scopes } = authOf(orders, request);
  response.json({ subject, scopes });
}
