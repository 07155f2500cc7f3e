/** What stops a guard that is to ask about tokens from starting, and how it says so without a secret (RFC 7662 §2.1). */
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';
import { exportJWK, generateKeyPair, generateSecret } from 'jose';

const secret = 'a secret that nobody may read';
const right = { clientId: 'orders-server', clientSecret: secret };
const [ec, rsa, symmetric] = await Promise.all([
  generateKeyPair('ES256', { extractable: true }),
  generateKeyPair('RS256', { extractable: true }),
  generateSecret('HS256', { extractable: true }),
]);
const [privateKey, publicKey, rsaKey, oct] = await Promise.all([
  exportJWK(ec.privateKey),
  exportJWK(ec.publicKey),
  exportJWK(rsa.privateKey),
  exportJWK(symmetric),
]);

function start(...introspections: object[]): void {
  const authorizationServers = introspections.map((introspection, index) => ({
    issuer: `https://as-${index}.example`,
    introspection,
  }));
  protectedResource({ resource: 'https://api.example/mcp', authorizationServers: authorizationServers as never });
}

function errorOf(...introspections: object[]): ConfigurationError {
  try {
    start(...introspections);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('these options were accepted');
}

describe('introspection', () => {
  it.each([
    ['a secret', right],
    ['an EC key', { clientId: 'c', privateKey }],
    ['an RSA key with another algorithm', { clientId: 'c', privateKey: { ...rsaKey, alg: 'PS256' } }],
    ['an endpoint of its own', { ...right, endpoint: 'https://as.example/introspect' }],
  ])('starts with %s', (_what, introspection) => {
    expect(() => start(introspection)).not.toThrow();
  });

  it.each([
    ['clientSecret', { clientId: 'c' }],
    ['clientSecret', { ...right, privateKey }],
    ['clientSecret', { clientId: 'c', clientSecret: '' }],
    ['clientId', { clientSecret: secret }],
    ['privateKey.d', { clientId: 'c', privateKey: publicKey }],
    ['privateKey.d', { clientId: 'c', privateKey: oct }],
    ['privateKey', { clientId: 'c', privateKey: { ...privateKey, crv: 'secp256k1' } }],
    ['privateKey', { clientId: 'c', privateKey: { ...privateKey, alg: 'HS256' } }],
    ['cacheSeconds', { ...right, cacheSeconds: 61 }],
    ['cacheSeconds', { ...right, cacheSeconds: -1 }],
    ['kinds', { ...right, kinds: [] }],
    ['kinds[0]', { ...right, kinds: ['all'] }],
    ['dangerouslyWithout[0]', { ...right, dangerouslyWithout: ['exp'] }],
    ['endpoint', { ...right, endpoint: 'http://as.example/introspect' }],
    ['secret', { ...right, secret }],
  ])('names %s when that is wrong', (path, introspection) => {
    const error = errorOf(introspection);
    expect(error.path).toBe(`protectedResource.authorizationServers[0].introspection.${path}`);
    expect(error.remedy).not.toBe('');
    expect(error.message).not.toContain(secret);
    expect(error.message).not.toContain(privateKey.d);
  });

  it('asks one server about opaque tokens, because no other may see them', () => {
    const error = errorOf(right, right);
    expect(error.path).toBe('protectedResource.authorizationServers');
    expect(error.remedy).toMatch(/one server for opaque tokens/);
    expect(() => start(right, { ...right, kinds: ['jwt'] })).not.toThrow();
  });
});
