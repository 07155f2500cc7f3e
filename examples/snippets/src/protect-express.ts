/** Ten lines that make an express application an OAuth protected resource (RFC 9728, RFC 6750). */
// #region protect
import express from 'express';
import { type AccessToken, protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/express';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
express().use(protect(orders)).use('/mcp', answer).listen(9401);
// #endregion protect

function answer(request: express.Request & { auth?: AccessToken }, response: express.Response): void {
  response.json({ subject: request.auth?.subject, scopes: request.auth?.scopes });
}
