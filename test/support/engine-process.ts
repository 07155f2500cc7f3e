/** The engine as its authors ship it, development pages and all, as a program: its issuer, and the one resource that it knows. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const [issuer = '', resource = ''] = process.argv.slice(2);
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'a', alg: 'RS256', use: 'sig' }] },
  features: {
    registration: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ scope: 'notes:read', audience: resource, accessTokenFormat: 'jwt' }),
    },
  },
});
const handle = provider.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(Number(new URL(issuer).port), '127.0.0.1', () => process.stdout.write('listening\n'));
