/** Ten lines that run the authorization server inside a program of your own (RFC 6749 §1.1, RFC 8414). */
// #region serve
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';

const scopes = { 'orders:read': { description: 'See orders and customers' } };
const server = await createAuthorizationServer({
  issuer: 'https://login.example.com',
  storage: sqliteEngine({ path: './granthouse.db' }),
  secret: process.env['GRANTHOUSE_SECRET'] ?? '',
  resources: [{ resource: 'https://orders.example.com/mcp', name: 'Orders', scopes, defaultScopes: ['orders:read'] }],
});
await server.listen(9400);
// #endregion serve
