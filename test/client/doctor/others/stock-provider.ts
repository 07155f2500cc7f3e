/** A program: oidc-provider as its documentation starts it, on a port, for a resource; its example pages sign in whoever comes. */
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [, , port = '', resource = ''] = process.argv;
const provider = new Provider(`http://localhost:${port}`, {
  cookies: { keys: ['a key for cookies that nobody gets'] },
  scopes: ['openid', 'offline_access'],
  pkce: { required: () => true },
  // What its documentation leaves to whoever runs it.
  issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, indicator) => ({
        scope: 'orders:read',
        audience: indicator,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});
const server = createServer((request, response) => void provider.callback()(request, response));
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
