/** Access tokens that this server signs itself, held against the engine's own: the same claims, the same event, and the engine's wherever it would do more. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { assert, asyncProperty, constantFrom, option, record, string, webUrl } from 'fast-check';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import Provider, { type AccessToken, type ResourceServer } from 'oidc-provider';
import { hashedId } from '../../packages/authorization-server/src/store/vault.ts';
import { extraTokenClaims } from '../../packages/authorization-server/src/token/issued-access-tokens.ts';
import { signAccessTokens } from '../../packages/authorization-server/src/token/signed-access-tokens.ts';
import { propertyRuns } from '../support/property-runs.ts';

const issuer = 'https://login.example.com';
const audience = 'https://orders.example.com/mcp';
const privateJwk = { ...newKey(), kid: 'the key', alg: 'ES256', use: 'sig' };
const { d: _private, ...publicJwk } = privateJwk;
const keys = createLocalJWKSet({ keys: [publicJwk] });
const signed: ResourceServer = {
  scope: 'orders:read',
  audience,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256', kid: privateJwk.kid } },
};

const now = 1_800_000_000_000;
let provider: Provider;
let engineSave: AccessToken['save'];

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
  provider = engine();
  engineSave = provider.AccessToken.prototype.save;
  const current = { kid: privateJwk.kid, privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' }) };
  signAccessTokens(provider, { current: () => current, gather: true });
});

afterEach(() => void jest.restoreAllMocks());

describe('an access token that this server signs', () => {
  it('RFC9068-1, RFC9068-2, RFC9068-3: has the header and the claims of the engine’s, value by value', async () => {
    const text = string({ unit: 'binary', minLength: 1, maxLength: 40 });
    const token = record({
      accountId: option(text, { nil: undefined }),
      grantId: text,
      scope: constantFrom(undefined, '', 'orders:read', 'orders:read orders:write'),
      jkt: constantFrom(undefined, 'thumbprint'),
      aud: webUrl(),
    });
    const property = asyncProperty(token, async ({ aud, ...properties }) => {
      const [own, engines] = [
        await newToken(properties, { ...signed, audience: aud }),
        await newToken(properties, { ...signed, audience: aud }),
      ];
      const [ours, theirs] = [await own.save(), await engineSave.call(engines)];
      const options = { typ: 'at+jwt', issuer, audience: aud, currentDate: new Date(now) };
      const { payload, protectedHeader } = await jwtVerify(ours, keys, options);
      expect(protectedHeader).toEqual(decodeProtectedHeader(theirs));
      expect(withoutId(payload)).toEqual(withoutId(decodeJwt(theirs)));
      expect(Object.keys(payload)).toEqual(Object.keys(decodeJwt(theirs)));
      expect(payload.jti).toBe(own.jti);
      expect(own.extra).toEqual(engines.extra);
    });
    await assert(property, { numRuns: propertyRuns(200) });
  });

  it('every form of a signature verifies: r and s with leading zeros, and with their first bit set', async () => {
    const tokens = await Promise.all(Array.from({ length: 2000 }, async () => (await newToken()).save()));
    const verified = tokens.map((token) => jwtVerify(token, keys, { currentDate: new Date(now) }));
    expect(await Promise.all(verified)).toHaveLength(2000);
    const halves = tokens.flatMap((token) => {
      const signature = Buffer.from(token.split('.')[2] ?? '', 'base64url');
      return [signature.subarray(0, 32), signature.subarray(32)];
    });
    expect(halves.some(([first]) => first === 0)).toBe(true);
    expect(halves.some(([first = 0]) => first > 127)).toBe(true);
  });

  it('RFC9068-1: no two have one id', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 100 }, async () => decodeJwt(await (await newToken()).save())),
    );
    expect(new Set(tokens.map(({ jti }) => jti)).size).toBe(100);
  });

  it('is told as issued, once, and never as saved', async () => {
    const told: string[] = [];
    provider.on('access_token.issued', ({ jti, grantId, extra }) => told.push(JSON.stringify({ jti, grantId, extra })));
    provider.on('access_token.saved', () => told.push('saved'));
    const token = await newToken();
    await token.save();
    expect(told).toEqual([JSON.stringify({ jti: token.jti, grantId: 'g', extra: { grant_id: hashedId('g') } })]);
  });
});

describe('an access token of another kind stays the engine’s', () => {
  it('a pairwise subject is not the account', async () => {
    const token = await newToken({}, signed, 'pairwise');
    expect(decodeJwt(await token.save())).toMatchObject({ sub: 'pairwise of ada' });
  });

  it('an encrypted token has five parts', async () => {
    const encrypt = { alg: 'dir', enc: 'A128GCM', key: Buffer.alloc(16) } as const;
    const token = await newToken({}, { ...signed, jwt: { sign: { alg: 'ES256' }, encrypt } });
    expect((await token.save()).split('.')).toHaveLength(5);
  });

  it('a token bound to a certificate says which', async () => {
    const token = await newToken({ 'x5t#S256': 'thumbprint' });
    expect(decodeJwt(await token.save())).toMatchObject({ cnf: { 'x5t#S256': 'thumbprint' } });
  });

  it('an opaque token is stored and no JWT', async () => {
    const token = await newToken({}, { ...signed, accessTokenFormat: 'opaque' });
    expect(await token.save()).toBe(token.jti);
  });
});

function engine(): Provider {
  return new Provider(issuer, {
    clients: ['public', 'pairwise'].map((kind) => ({
      client_id: kind,
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://app.example.com/callback'],
      subject_type: kind as 'public' | 'pairwise',
    })),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx, accountId) => `pairwise of ${accountId}`,
    cookies: { keys: ['a key for the cookies of a test'] },
    jwks: { keys: [privateJwk] },
    ttl: { AccessToken: 600 },
    extraTokenClaims,
    features: { devInteractions: { enabled: false } },
    adapter: () => ({ upsert: async () => undefined }) as never,
  });
}

async function newToken(
  properties: Readonly<Record<string, unknown>> = {},
  info: ResourceServer = signed,
  clientId = 'public',
): Promise<AccessToken> {
  const client = await provider.Client.find(clientId);
  if (!client) throw new Error('the client is configured');
  const resourceServer = new provider.ResourceServer(info.audience ?? audience, info);
  return new provider.AccessToken({
    client,
    accountId: 'ada',
    grantId: 'g',
    gty: 'refresh_token',
    scope: 'orders:read',
    resourceServer,
    ...properties,
  });
}

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}

function withoutId({ jti, ...claims }: Record<string, unknown>) {
  expect(typeof jti).toBe('string');
  return claims;
}
