/** An authorization server and the MCP server that it protects in one express application, on one origin (RFC 8414 §3.1, RFC 9728 §3.1). */
// #region mount
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { protectedResource } from '@granthouse/resource-server';
import { authOf, protect } from '@granthouse/resource-server/express';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import express from 'express';

const issuer = 'https://example.com/auth';
const resource = 'https://example.com/mcp';
const scopes = { 'orders:read': { description: 'See orders and customers' } };
const server = await createAuthorizationServer({
  issuer,
  storage: sqliteEngine({ path: './granthouse.db' }),
  secret: process.env['GRANTHOUSE_SECRET'] ?? '',
  resources: [{ resource, name: 'Orders', scopes, defaultScopes: ['orders:read'] }],
});
const orders = protectedResource({ resource, authorizationServers: [issuer], requiredScopes: ['orders:read'] });

const app = express();
app.use(server.callback());
app.use(protect(orders)).use('/mcp', answer);
app.listen(9400);
// #endregion mount

function answer(request: express.Request, response: express.Response): void {
  const auth = authOf(orders, request);
  response.json({ subject: auth.subject, scopes: auth.scopes });
}
