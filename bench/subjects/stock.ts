/** The engine as others would set it up for the same tokens, on the same store with nothing hashed, sealed or checked. */
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type AdapterFactory, type Configuration } from 'oidc-provider';
import type { Document, DocumentStore } from '@granthouse/storage';
import { engineOf, type Store, type Subject, type Surroundings } from '../subject.ts';
import { issuer, lifetimes, resource, scope } from '../world.ts';

const accountId = 'ada';
const signingAlgorithm = 'ES256';

const granted = { indexes: ['grantId'] };
const plain = { indexes: [] };

/** What it stores or asks for, with the members it looks records up by. */
const collections = {
  access_token: granted,
  authorization_code: granted,
  client: plain,
  client_credentials: plain,
  grant: plain,
  initial_access_token: plain,
  interaction: plain,
  pushed_authorization_request: plain,
  refresh_token: granted,
  registration_access_token: plain,
  replay_detection: plain,
  session: { indexes: ['uid'] },
};

/** `unmanaged`: without the token for managing the client that it writes for each registration as it comes. */
export async function stock(
  store: Store,
  surroundings: Surroundings,
  { unmanaged = false }: { unmanaged?: boolean } = {},
): Promise<Subject> {
  const storage = await engineOf(store, surroundings);
  const provider = await stockEngine(plainAdapter(await storage.open(collections)), unmanaged);
  return {
    listener: provider.callback(),
    async prepareCodes(clientIds, count) {
      const { prepareEngineCodes } = await import('./engine-codes.ts');
      return prepareEngineCodes(provider, accountId, { clientIds, count });
    },
  };
}

export async function stockEngine(adapter: AdapterFactory, unmanaged = false): Promise<Provider> {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'bench', alg: signingAlgorithm, use: 'sig' };
  return new Provider(issuer, {
    adapter,
    jwks: { keys: [key] },
    routes: { registration: '/register' },
    cookies: { keys: ['a key for the cookies of a benchmark'] },
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: signingAlgorithm,
    },
    enabledJWA: { idTokenSigningAlgValues: [signingAlgorithm] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: lifetimes.accessToken,
      AuthorizationCode: lifetimes.authorizationCode,
      Grant: lifetimes.authorization,
      IdToken: lifetimes.accessToken,
      RefreshToken: lifetimes.refreshToken,
    },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: features(unmanaged),
  });
}

function features(unmanaged: boolean): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    registration: { enabled: true, issueRegistrationAccessToken: !unmanaged },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope,
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: lifetimes.accessToken,
        jwt: { sign: { alg: signingAlgorithm } },
      }),
    },
  };
}

function plainAdapter(store: DocumentStore): AdapterFactory {
  return (name) => {
    const collection = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
    return {
      async upsert(id, payload, expiresIn) {
        const expiresAt = expiresIn === undefined ? undefined : Date.now() + expiresIn * 1000;
        await store.put(collection, id, payload as Document, expiresAt);
      },
      find: (id) => store.get(collection, id),
      async findByUid(uid) {
        const { items } = await store.findBy(collection, { field: 'uid', value: uid }, { limit: 1 });
        return items[0]?.document;
      },
      findByUserCode: async () => undefined,
      async consume(id) {
        await store.compareAndSet(collection, id, { expected: {}, set: { consumed: Math.floor(Date.now() / 1000) } });
      },
      async destroy(id) {
        await store.delete(collection, id);
      },
      async revokeByGrantId(grantId) {
        await store.deleteBy(collection, { field: 'grantId', value: grantId });
      },
    };
  };
}
