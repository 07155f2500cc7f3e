/** Which tokens are refused, and which signatures are understood (RFC 9068 §4, RFC 8725 §3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { adapters, bearerOf, type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
let stranger: TestIssuer;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([startTestIssuer(clock), startTestIssuer(clock)]);
});
afterAll(async () => {
  await Promise.all([issuer.goAway(), stranger.goAway()]);
});

/** `alg: none` as an attacker would write it. */
async function unsigned(token: string): Promise<string> {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid: issuer.kid })).toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

/** The public key, which everyone has, used as if it were a shared secret. */
async function publicKeyAsSecret(): Promise<Uint8Array> {
  const key = (await importJWK(issuer.keys[0]!, 'ES256', { extractable: true })) as CryptoKey;
  return new TextEncoder().encode(await exportSPKI(key));
}

function withPayload(token: string, change: Record<string, unknown>): string {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString('utf8')) as Record<string, unknown>;
  return [header, Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url'), signature].join('.');
}

describe.each(adapters)('the guard through the %s adapter', (adapter) => {
  let server: GuardedServer;
  let audience: string;

  beforeAll(async () => {
    server = await startGuardedServer(adapter, {
      authorizationServers: [issuer.issuer],
      requiredScopes: ['orders:read'],
      now: clock.now,
    });
    audience = server.resource.resource;
  });
  afterAll(() => server.close());

  const wrong: [string, () => string | Promise<string>][] = [
    ['an expired token', () => issuer.mint(audience, { claims: { exp: clock.seconds() - 6 } })],
    ['a token without expiry', () => issuer.mint(audience, { claims: { exp: undefined } })],
    ['a token from the future', () => issuer.mint(audience, { claims: { iat: clock.seconds() + 6 } })],
    ['a token that is not valid yet', () => issuer.mint(audience, { claims: { nbf: clock.seconds() + 6 } })],
    ['a token for another audience', () => issuer.mint('https://other.example/mcp')],
    ['a token for the origin alone', () => issuer.mint(new URL(audience).origin)],
    ['a token for a path below', () => issuer.mint(`${audience}/admin`)],
    ['a token without audience', () => issuer.mint(audience, { claims: { aud: undefined } })],
    ['a token of another issuer', () => stranger.mint(audience)],
    [
      'a token that claims our issuer but has another key',
      () => stranger.mint(audience, { claims: { iss: issuer.issuer }, header: { kid: issuer.kid } }),
    ],
    ['a token with a slash behind the issuer', () => issuer.mint(audience, { claims: { iss: `${issuer.issuer}/` } })],
    [
      'a tampered payload',
      async () => withPayload(await issuer.mint(audience), { scope: 'orders:read refunds:write' }),
    ],
    ['a tampered signature', async () => `${(await issuer.mint(audience)).slice(0, -10)}AAAAAAAAAA`],
    ['a token without signature', async () => (await issuer.mint(audience)).split('.').slice(0, 2).join('.')],
    ['alg none', async () => unsigned(await issuer.mint(audience))],
    [
      'HS256 with the public key as secret',
      async () => issuer.mint(audience, { header: { alg: 'HS256' }, key: await publicKeyAsSecret() }),
    ],
    [
      'a key inside the header',
      async () =>
        stranger.mint(audience, { claims: { iss: issuer.issuer }, header: { kid: undefined, jwk: stranger.keys[0] } }),
    ],
    ['an ID token', () => issuer.mint(audience, { header: { typ: 'JWT' }, claims: { aud: 'client-1', nonce: 'n' } })],
    ['a token of type JWT', () => issuer.mint(audience, { header: { typ: 'JWT' } })],
    ['a token without type', () => issuer.mint(audience, { header: { typ: undefined } })],
    ['an unknown kid', () => issuer.mint(audience, { header: { kid: 'unknown' } })],
    ['an unknown critical header', () => issuer.mint(audience, { header: { crit: ['urn:test'], 'urn:test': 1 } })],
    ['a token without client', () => issuer.mint(audience, { claims: { client_id: undefined } })],
    ['a token with an empty subject', () => issuer.mint(audience, { claims: { sub: '' } })],
    ['a scope that is no string', () => issuer.mint(audience, { claims: { scope: ['orders:read'] } })],
    ['a token bound to a key', () => issuer.mint(audience, { claims: { cnf: { jkt: 'thumbprint' } } })],
    ['an opaque value', () => 'abc'],
    ['three empty parts', () => '..'],
    ['a header that is no JSON', () => 'AAAA.AAAA.AAAA'],
    ['a header that is null', () => 'bnVsbA.bnVsbA.AAAA'],
  ];
  it.each(wrong)(
    'RS-6, RS-10, RFC9068-7, RFC9068-8, RFC9068-9, OAUTH21-28, RFC9700-12, RFC9449-11: refuses %s with 401 invalid_token',
    async (_, mint) => {
      const before = server.seen.length;
      const answer = await server.call(await mint());
      expect(answer.status).toBe(401);
      expect(bearerOf(answer)).toEqual({
        error: 'invalid_token',
        scope: 'orders:read',
        resource_metadata: server.resource.metadataUrl,
        error_description: expect.any(String),
      });
      expect(JSON.parse(answer.text)).toMatchObject({ error: 'invalid_token' });
      expect(server.seen).toHaveLength(before);
    },
  );
});

describe('a key of another algorithm', () => {
  it.each(['RS256', 'PS256', 'EdDSA', 'ES384'])(
    'RFC9068-1: signs with %s when the issuer publishes it',
    async (alg) => {
      const other = await startTestIssuer(clock);
      const server = await startGuardedServer('node', { authorizationServers: [other.issuer], now: clock.now });
      const { publicKey, privateKey } = await generateKeyPair(alg);
      await other.publish(publicKey, 'other', alg);
      const token = await other.mint(server.resource.resource, { header: { alg, kid: 'other' }, key: privateKey });
      expect((await server.call(token)).status).toBe(200);
      await Promise.all([server.close(), other.goAway()]);
    },
  );
});
