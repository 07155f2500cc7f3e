/** Ten lines that make a fastify application an OAuth protected resource (RFC 9728, RFC 6750). */
// #region protect
import Fastify, { type FastifyRequest } from 'fastify';
import { type AccessToken, protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fastify';

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
await Fastify().register(protect(orders)).all('/mcp', answer).listen({ port: 9401 });
// #endregion protect

function answer(request: FastifyRequest): { subject: string; scopes: string[] } {
  const { subject, scopes } = request.getDecorator<AccessToken>('auth');
  return { subject, scopes };
}
