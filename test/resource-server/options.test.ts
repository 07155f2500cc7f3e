/** What stops a protected resource from starting, and how it says so. */
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';

const right = { resource: 'https://api.example/mcp', authorizationServers: ['https://as.example'] };

function errorOf(options: object): ConfigurationError {
  try {
    protectedResource(options as never);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error('this option was accepted');
}

describe('protectedResource', () => {
  it.each([
    ['resource', { resource: undefined }],
    ['resource', { resource: 'api.example/mcp' }],
    ['resource', { resource: 'http://api.example/mcp' }],
    ['resource', { resource: 'https://api.example/mcp#top' }],
    ['resource', { resource: 'https://api.example/mcp?x=1' }],
    ['resource', { resource: 'https://user:pass@api.example/mcp' }],
    ['authorizationServers', { authorizationServers: [] }],
    ['authorizationServers[0]', { authorizationServers: ['http://as.example'] }],
    ['authorizationServers[1]', { authorizationServers: ['https://as.example', 'https://as.example/?tenant=1'] }],
    ['authorizationServers[0]', { authorizationServers: [5] }],
    ['authorizationServers[0].issuer', { authorizationServers: [{ issuer: 'as.example' }] }],
    ['authorizationServers[0].tokens', { authorizationServers: [{ issuer: 'https://as.example', tokens: 'other' }] }],
    ['authorizationServers', { authorizationServers: ['https://as.example', { issuer: 'https://as.example' }] }],
    [
      'authorizationServers[0].audience[0]',
      { authorizationServers: [{ issuer: 'https://as.example', audience: [''] }] },
    ],
    ['requiredScopes[0]', { requiredScopes: ['orders read'] }],
    ['requiredScopes[0]', { scopes: { 'orders:read': {} }, requiredScopes: ['orders:write'] }],
    ['scopes["orders:write"].implies[0]', { scopes: { 'orders:write': { implies: ['orders:read'] } } }],
    ['allowedOrigins[0]', { allowedOrigins: ['https://inspector.example/'] }],
    ['allowedOrigins[0]', { allowedOrigins: ['*'] }],
    ['allowedHosts[0]', { allowedHosts: ['https://internal'] }],
    ['otherResources[0]', { otherResources: ['https://other.example/mcp2'] }],
    ['otherResources[0]', { otherResources: ['https://api.example/mcp/'] }],
    ['otherResources[1]', { otherResources: ['https://api.example/mcp2', 'https://api.example/mcp/2'] }],
    ['otherResources[0]', { otherResources: ['https://api.example'] }],
    ['otherResources[0]', { otherResources: ['/mcp2'] }],
    ['clockTolerance', { clockTolerance: 61 }],
    ['clockTolerance', { clockTolerance: -1 }],
    ['resourceDocumentation', { resourceDocumentation: 'javascript:alert(1)' }],
    ['now', { now: 5 }],
    ['log', { log: {} }],
    ['audience', { audience: 'https://api.example/mcp' }],
  ])('names %s when that is wrong: %j', (path, change) => {
    const error = errorOf({ ...right, ...change });
    expect(error.path).toBe(`protectedResource.${path}`);
    expect(error.remedy).not.toBe('');
  });

  it.each([
    ['requiredScopes[0]', { requiredScopes: ['offline_access'] }],
    ['scopes.offline_access', { scopes: { offline_access: {} } }],
    ['scopes.read.implies[0]', { scopes: { read: { implies: ['offline_access'] } } }],
  ])('RS-5: takes offline_access for no scope of a resource: %s', (path, change) => {
    expect(errorOf({ ...right, ...change }).path).toBe(`protectedResource.${path}`);
  });

  it('never repeats a password that stands in a URL', () => {
    expect(errorOf({ ...right, resource: 'https://user:pass@api.example/mcp' }).message).not.toContain('pass@');
  });

  it.each([
    ['rfc9068', 'https://as.example', 'https://as.example'],
    ['auth0', 'https://tenant.auth0.com/', 'https://tenant.auth0.com/userinfo'],
    ['auth0', 'https://tenant.auth0.com/', 'https://tenant.auth0.com/api/v2/'],
    ['entra', 'https://login.microsoftonline.com/t/v2.0', '00000003-0000-0000-c000-000000000000'],
    ['keycloak', 'https://login.example/realms/r', 'account'],
    ['okta', 'https://dev.okta.com', 'https://dev.okta.com'],
  ])('takes no audience that tokens of %s have for %s itself: %s', (tokens, issuer, audience) => {
    const error = errorOf({ ...right, authorizationServers: [{ issuer, tokens, audience: ['orders', audience] }] });
    expect(error.path).toBe('protectedResource.authorizationServers[0].audience[1]');
  });

  it.each(['common', 'organizations', 'consumers', '{tenantid}'])(
    'takes no issuer of Entra ID for many tenants: %s',
    (tenant) => {
      const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
      const error = errorOf({ ...right, authorizationServers: [{ issuer, tokens: 'entra' }] });
      expect(error.path).toBe('protectedResource.authorizationServers[0].issuer');
    },
  );

  it('accepts http on a loopback host, for development', () => {
    const authorizationServers = ['http://localhost:9400'];
    expect(protectedResource({ resource: 'http://localhost:9401/mcp', authorizationServers }).resource).toBe(
      'http://localhost:9401/mcp',
    );
  });

  it('AS-27: uses one canonical form of the resource', () => {
    expect(protectedResource({ ...right, resource: 'HTTPS://API.example:443/mcp/' }).resource).toBe(right.resource);
  });
});
