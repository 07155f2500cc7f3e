/** The engine by itself over HTTP, configured as this server has it wherever a setting is the engine's own, on a store that does as little as the engine asks. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, {
  type AdapterFactory,
  type AdapterPayload,
  type ClientMetadata,
  type Configuration,
} from 'oidc-provider';
import { orderDesk } from '../../support/authorization-server.ts';
import { freePort } from '../../support/free-port.ts';

export interface StockServer {
  readonly issuer: string;
  /** What is stored, under `Kind:id`. */
  readonly kept: Map<string, AdapterPayload>;
  close(): Promise<void>;
}

interface StockParts {
  readonly clients: ClientMetadata[];
  readonly resources: readonly string[];
  /** Claims of the one person. */
  readonly claims: object;
}

const day = 86_400;
const scope = Object.keys(orderDesk.scopes).join(' ');

export async function startStockServer(parts: StockParts): Promise<StockServer> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const kept = new Map<string, AdapterPayload>();
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'stock', alg: 'ES256', use: 'sig' };
  const provider = new Provider(issuer, {
    adapter: keptIn(kept),
    jwks: { keys: [key] },
    cookies: { keys: ['a key for cookies that nobody gets'] },
    ...configurationOf(parts),
  });
  const server = createServer((request, response) => void provider.callback()(request, response));
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return {
    issuer,
    kept,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function configurationOf({ clients, resources, claims }: StockParts): Configuration {
  return {
    clients,
    routes: { token: '/token' },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    clientBasedCORS: () => true,
    renderError: (ctx, { error }) => void (ctx.body = error),
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 400 * day, IdToken: 600, RefreshToken: 30 * day },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ ...claims, sub: accountId }) }),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32) },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf ?? [...resources],
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, audience) => ({
          scope,
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

function keptIn(kept: Map<string, AdapterPayload>): AdapterFactory {
  return (kind) => {
    const keyOf = (id: string) => `${kind}:${id}`;
    return {
      upsert: async (id, payload) => void kept.set(keyOf(id), payload),
      find: async (id) => kept.get(keyOf(id)),
      findByUid: async () => undefined,
      findByUserCode: async () => undefined,
      consume: async (id) =>
        void kept.set(keyOf(id), { ...kept.get(keyOf(id)), consumed: Math.floor(Date.now() / 1000) }),
      destroy: async (id) => void kept.delete(keyOf(id)),
      async revokeByGrantId(grantId) {
        // A used code is known until it expires.
        if (kind === 'AuthorizationCode') return;
        for (const [key, payload] of kept) {
          if (key.startsWith(`${kind}:`) && payload.grantId === grantId) kept.delete(key);
        }
      },
    };
  };
}
