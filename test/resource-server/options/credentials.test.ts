/** Credentials that stop a protected resource from starting, and how it says so. */
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';

const resource = 'https://api.example/mcp';
const authorizationServers = ['https://as.example'];
const sha256 = '0'.repeat(64);
const keys = [{ sha256, clientId: 'a' }];
const inBearer = { kind: 'api_key', prefix: 'ok_', keys };
const inHeader = { kind: 'api_key', header: 'x-api-key', keys };
const validate = () => undefined;
const team = { kind: 'headers', names: ['x-team', 'x-token'], validate };

function errorOf(options: object): ConfigurationError {
  try {
    protectedResource({ resource, ...options });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('this option was accepted');
}

describe('credentials', () => {
  it.each([
    ['credentials', []],
    ['credentials[0].kind', [{ kind: 'cookie' }]],
    ['credentials', [{ kind: 'access_token' }, { kind: 'access_token' }]],
    ['credentials[0].prefix', [{ kind: 'api_key', keys }]],
    ['credentials[0].prefix', [{ ...inBearer, header: 'x-api-key' }]],
    ['credentials[0].prefix', [{ ...inBearer, prefix: 'o' }]],
    ['credentials[0].prefix', [{ ...inBearer, prefix: 'eyJhbGciOi' }]],
    ['credentials[0].prefix', [{ ...inBearer, prefix: 'ok ' }]],
    ['credentials[1].prefix', [inBearer, { ...inBearer, prefix: 'ok_live_' }]],
    ['credentials[1].prefix', [{ ...inBearer, prefix: 'ok_live_' }, inBearer]],
    ['credentials[1].prefix', [inBearer, inBearer]],
    ['credentials[1].header', [inHeader, { ...inHeader, header: 'X-API-Key' }]],
    ['credentials[1].names[1]', [inHeader, { ...team, names: ['x-team', 'X-Api-Key'] }]],
    ['credentials[0].names[1]', [{ ...team, names: ['x-team', 'X-Team'] }]],
    ['credentials[0].names', [{ ...team, names: [] }]],
    ['credentials[0].names[0]', [{ ...team, names: ['x team'] }]],
    ['credentials[0].validate', [{ ...team, validate: undefined }]],
    ['credentials[0].keys', [{ ...inBearer, lookup: validate }]],
    ['credentials[0].keys', [{ ...inBearer, keys: undefined }]],
    ['credentials[0].keys', [{ ...inBearer, keys: [] }]],
    ['credentials[0].lookup', [{ ...inBearer, keys: undefined, lookup: {} }]],
    ['credentials[0].keys[0].sha256', [{ ...inBearer, keys: [{ sha256: 'ok_plain', clientId: 'a' }] }]],
    ['credentials[0].keys[0].sha256', [{ ...inBearer, keys: [{ sha256: 'A'.repeat(64), clientId: 'a' }] }]],
    ['credentials[0].keys[1].sha256', [{ ...inBearer, keys: [...keys, { sha256, clientId: 'b' }] }]],
    ['credentials[0].keys[0].clientId', [{ ...inBearer, keys: [{ sha256, clientId: '' }] }]],
    ['credentials[0].keys[0].expiresAt', [{ ...inBearer, keys: [{ ...keys[0], expiresAt: Date.now() }] }]],
    ['credentials[0].keys[0].scopes[0]', [{ ...inBearer, keys: [{ ...keys[0], scopes: ['a b'] }] }]],
    ['credentials[0].keys[0].key', [{ ...inBearer, keys: [{ ...keys[0], key: 'ok_plain' }] }]],
  ])('name %s when that is wrong: %j', (path, credentials) => {
    const error = errorOf({ credentials });
    expect(error.path).toBe(`protectedResource.${path}`);
    expect(error.remedy).not.toBe('');
    expect(error.message).not.toContain('ok_plain');
  });

  it.each([
    'authorization',
    'Authorization',
    'cookie',
    'Connection',
    'transfer-encoding',
    'host',
    'origin',
    'content-type',
    'accept',
    'mcp-session-id',
    'Mcp-Param-Key',
    'sec-key',
    'proxy-authorization',
    'access-control-request-headers',
    'x-forwarded-user',
    'forwarded',
    'dpop',
    'if-none-match',
  ])('leave the header %s to those whose it is', (name) => {
    const [first, second] = [
      { ...inHeader, header: name },
      { ...team, names: ['x-team', name] },
    ];
    expect(errorOf({ credentials: [first] }).path).toBe('protectedResource.credentials[0].header');
    expect(errorOf({ credentials: [second] }).path).toBe('protectedResource.credentials[0].names[1]');
  });

  it('name only scopes that are declared, where some are', () => {
    const credentials = [{ ...inBearer, keys: [{ ...keys[0], scopes: ['orders:read', 'orders:write'] }] }];
    const error = errorOf({ credentials, scopes: { 'orders:read': {} } });
    expect(error.path).toBe('protectedResource.credentials[0].keys[0].scopes[1]');
  });

  it('need access tokens among them for an authorization server, and the other way round', () => {
    for (const options of [
      { credentials: [inBearer], authorizationServers },
      { credentials: [{ kind: 'access_token' }] },
    ]) {
      expect(errorOf(options).path).toBe('protectedResource.authorizationServers');
    }
  });
});

describe('dangerouslyWithoutCredentials', () => {
  it.each([
    ['credentials', { credentials: [inBearer] }],
    ['authorizationServers', { authorizationServers }],
    ['requiredScopes', { requiredScopes: ['orders:read'] }],
  ])('stands alone, and never beside %s', (path, beside) => {
    const error = errorOf({ dangerouslyWithoutCredentials: true, ...beside });
    expect(error.path).toBe(`protectedResource.${path}`);
    expect(error.remedy).toContain('dangerouslyWithoutCredentials');
  });

  it('is what no resource has by leaving everything out', () => {
    expect(errorOf({}).path).toBe('protectedResource.authorizationServers');
    expect(errorOf({ dangerouslyWithoutCredentials: false }).path).toBe('protectedResource.authorizationServers');
  });
});
