/** A program: oidc-provider as its documentation starts it, on a port, for a resource, and for one client where one is given; its example pages sign in whoever comes. */
import { createServer } from 'node:http';
import Provider, { type ClientMetadata } from 'oidc-provider';

const [, , port = '', resource = '', onlyClient] = process.argv;
const provider = new Provider(`http://localhost:${port}`, {
  cookies: { keys: ['a key for cookies that nobody gets'] },
  scopes: ['openid', 'offline_access'],
  pkce: { required: () => true },
  clients: onlyClient === undefined ? [] : [JSON.parse(onlyClient) as ClientMetadata],
  // What its documentation leaves to whoever runs it.
  issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: onlyClient === undefined },
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
const granted = new Set<string>();
provider.on('grant.success', ({ oidc }) => granted.add(oidc.entities.Grant?.jti ?? ''));

async function endGrants(): Promise<void> {
  await Promise.all([...granted].map((id) => provider.RefreshToken.revokeByGrantId(id)));
  granted.clear();
}

const server = createServer((request, response) => {
  if (request.url !== '/end-grants') return void provider.callback()(request, response);
  void endGrants().then(() => response.writeHead(204).end());
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
