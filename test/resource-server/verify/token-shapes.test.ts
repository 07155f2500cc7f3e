/** Access tokens of identity providers that don't keep to RFC 9068 pass where they are named, and nothing else that the same keys sign (RFC 8725 §3.12). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, generateKeyPair } from 'jose';
import { bearerOf, type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { auth0 } from '../../support/identity-providers/auth0.ts';
import { cognito } from '../../support/identity-providers/cognito.ts';
import { entra } from '../../support/identity-providers/entra.ts';
import type { WrittenToken } from '../../support/identity-providers/identity-provider.ts';
import { keycloak } from '../../support/identity-providers/keycloak.ts';
import { okta } from '../../support/identity-providers/okta.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const identityProviders = [auth0, entra, keycloak, okta, cognito];
const clock = createTestClock();
let issuer: TestIssuer;
let key: CryptoKey;
let strict: GuardedServer;

beforeAll(async () => {
  issuer = await startTestIssuer(clock);
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  await issuer.publish(pair.publicKey, 'rsa', 'RS256');
  strict = await startGuardedServer('node', { authorizationServers: [issuer.issuer], now: clock.now });
});
afterAll(async () => {
  await Promise.all([strict.close(), issuer.goAway()]);
});

/** Signed as all of these providers do, with nothing in it that they don't write. */
function sign({ header, claims }: WrittenToken): Promise<string> {
  const none = { aud: undefined, client_id: undefined, scope: undefined, jti: undefined };
  return issuer.mint('', { claims: { ...none, ...claims }, header: { alg: 'RS256', kid: 'rsa', ...header }, key });
}

describe.each(identityProviders)('a guard that names $name', ({ words, accessTokens, otherTokens }) => {
  let server: GuardedServer;
  const at = () => ({ issuer: issuer.issuer, resource: server.resource.resource });

  beforeAll(async () => {
    const authorizationServers = [{ issuer: issuer.issuer, ...words }];
    server = await startGuardedServer('node', { authorizationServers, requiredScopes: [], now: clock.now });
  });
  afterAll(() => server.close());

  it.each(accessTokens)('lets an access token through %s', async (_name, write, clientId, scopes) => {
    const token = await sign(write(at()));
    expect((await server.call(token)).status).toBe(200);
    expect(server.seen.at(-1)).toMatchObject({ clientId, issuer: issuer.issuer, subject: expect.any(String) });
    expect(server.seen.at(-1)?.scopes).toEqual(scopes.map((scope) => scope.replace('{resource}', at().resource)));
  });

  it.each(accessTokens)('refuses one %s for another audience, or for none', async (_name, write) => {
    const { header, claims } = write(at());
    const without = claims['aud'] === undefined ? { scope: 'openid' } : { scope: 'openid', scp: claims['scp'] };
    for (const aud of ['https://other.example/mcp', [`${issuer.issuer}/userinfo`, 'account'], [], undefined, null]) {
      const token = await sign({ header, claims: { ...claims, ...without, aud } });
      expect((await server.call(token)).status).toBe(401);
    }
  });

  it.each(otherTokens)('RS-6, RFC9068-7: refuses %s', async (_name, write) => {
    const answer = await server.call(await sign(write(at())));
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_token' });
  });

  it('refuses a token that is bound to a key, under Bearer', async () => {
    for (const [, write] of accessTokens) {
      const { header, claims } = write(at());
      expect((await server.call(await sign({ header, claims: { ...claims, cnf: { jkt: 't' } } }))).status).toBe(401);
    }
  });
});

describe('a guard that names an issuer alone', () => {
  const dialects = identityProviders.flatMap(({ name, accessTokens }) =>
    accessTokens.map(([which, write]) => ({ title: `${name} ${which}`, write })),
  );
  it.each(dialects.filter(({ title }) => !/RFC 9068/.test(title)))(
    'RFC9068-7: refuses an access token of $title',
    async ({ write }) => {
      const at = { issuer: issuer.issuer, resource: strict.resource.resource };
      const { header, claims } = write(at);
      expect((await strict.call(await sign({ header, claims: { ...claims, aud: at.resource } }))).status).toBe(401);
    },
  );

  it('takes what Auth0 writes by its RFC 9068 profile', async () => {
    const [, write] = auth0.accessTokens[2]!;
    const token = await sign(write({ issuer: issuer.issuer, resource: strict.resource.resource }));
    expect((await strict.call(token)).status).toBe(200);
  });
});

describe('words about one authorization server', () => {
  let other: TestIssuer;
  let server: GuardedServer | undefined;
  beforeAll(async () => {
    other = await startTestIssuer(clock);
  });
  afterEach(() => server?.close());
  afterAll(() => other.goAway());

  async function startNaming(words: object, requiredScopes: string[] = []): Promise<GuardedServer> {
    const authorizationServers = [{ issuer: issuer.issuer, ...words }, other.issuer];
    return (server = await startGuardedServer('node', { authorizationServers, requiredScopes, now: clock.now }));
  }

  it('count for its tokens alone', async () => {
    const { call, resource } = await startNaming({ tokens: 'auth0', audience: ['orders'] });
    const dialect = { claims: { azp: 'client-1' }, header: { typ: 'JWT' } };
    expect((await call(await issuer.mint('orders', dialect))).status).toBe(200);
    expect((await call(await other.mint('orders'))).status).toBe(401);
    expect((await call(await other.mint(resource.resource, dialect))).status).toBe(401);
    expect((await call(await other.mint(resource.resource))).status).toBe(200);
  });

  const [read, write] = ['api://orders/orders.read', 'api://orders/orders.write'];
  it.each([
    [{ tokens: 'entra', scopePrefix: 'api://orders/' }, { scp: 'orders.read', azp: 'client-1' }, `${read} ${write}`],
    [{ tokens: 'okta' }, { scp: ['orders.read'], cid: 'client-1' }, `orders.read ${write}`],
  ])('say what was granted to a token that lacks a scope: %j', async (words, claims, scope) => {
    const { call, resource } = await startNaming(words, [write]);
    const token = await sign({ header: { typ: 'JWT' }, claims: { aud: resource.resource, ...claims } });
    const answer = await call(token);
    expect(answer.status).toBe(403);
    expect(bearerOf(answer)).toMatchObject({ error: 'insufficient_scope', scope });
  });
});
