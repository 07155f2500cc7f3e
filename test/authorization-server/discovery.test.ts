/** The metadata documents and the key set (RFC 8414, OpenID Connect Discovery): what they say, and how they are served. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorizationServerMetadataSchema } from '@granthouse/protocol';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
});

afterAll(() => server.close());

const read = (path: string, init?: RequestInit) => fetch(`${server.issuer}${path}`, init);

const clientAuthenticationMethods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];

describe.each([['/.well-known/oauth-authorization-server'], ['/.well-known/openid-configuration']])('%s', (path) => {
  it('RFC8414-3, AS-2, RFC8414-4: is JSON that the schema accepts, cacheable, without empty members', async () => {
    const response = await read(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('cache-control')).toMatch(/max-age=\d+/);
    const document = (await response.json()) as Record<string, unknown>;
    expect(authorizationServerMetadataSchema.safeParse(document).success).toBe(true);
    for (const value of Object.values(document)) expect(value).not.toEqual([]);
  });

  it('AS-3, AS-4, AS-5, HOST-09, OAUTH21-25, RFC9207-3, RFC9700-6, RFC9700-7, RFC8414-5, RFC8414-6, RFC8414-7: says exactly what is enforced', async () => {
    const document = (await (await read(path)).json()) as Record<string, unknown>;
    expect(document).toMatchObject({
      issuer: server.issuer,
      authorization_endpoint: `${server.issuer}/authorize`,
      token_endpoint: `${server.issuer}/token`,
      registration_endpoint: `${server.issuer}/register`,
      introspection_endpoint: `${server.issuer}/introspect`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      revocation_endpoint: `${server.issuer}/revoke`,
      revocation_endpoint_auth_methods_supported: clientAuthenticationMethods,
      token_endpoint_auth_methods_supported: clientAuthenticationMethods,
      token_endpoint_auth_signing_alg_values_supported: ['ES256', 'RS256', 'PS256', 'EdDSA'],
      jwks_uri: `${server.issuer}/jwks`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
    });
    expect(document['response_modes_supported']).not.toContain('fragment');
    expect(document).not.toHaveProperty('end_session_endpoint');
  });

  it('AS-28, HOST-27, RFC9728-9: names the resources, and of scopes what basic use needs', async () => {
    const document = (await (await read(path)).json()) as Record<string, unknown>;
    expect(document['protected_resources']).toEqual(['https://orders.example.com/mcp']);
    expect(document['scopes_supported']).toEqual(['openid', 'profile', 'email', 'orders:read']);
  });

  it('answers 304 to its ETag', async () => {
    const etag = (await read(path)).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await read(path, { headers })).status).toBe(304);
  });

  it('answers HEAD without a body and POST with 405', async () => {
    const head = await read(path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await read(path, { method: 'POST' })).status).toBe(405);
  });
});

describe('the rest of the discovery tree', () => {
  it.each([
    ['/.well-known/oauth-authorization-server/mcp'],
    ['/.well-known/openid-configuration/x'],
    ['/.well-known/oauth-protected-resource'],
  ])('HOST-19: %s is 404 JSON, never HTML', async (path) => {
    const response = await read(path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('/jwks', () => {
  it('RFC9068-6: shows public halves only', async () => {
    const { keys } = (await (await read('/jwks')).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

describe('CORS', () => {
  it.each([
    ['/.well-known/oauth-authorization-server', 'GET'],
    ['/jwks', 'GET'],
    ['/register', 'POST'],
    ['/token', 'POST'],
    ['/introspect', 'POST'],
    ['/revoke', 'POST'],
  ])('HOST-26, RFC7009-6: the preflight of %s passes with the headers that MCP clients send', async (path, method) => {
    const response = await read(path, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://inspector.example',
        'access-control-request-method': method,
        'access-control-request-headers': 'mcp-protocol-version,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain(method);
    expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('mcp-protocol-version');
  });

  it('RFC9700-15, OAUTH21-3: the authorization endpoint and the pages have none', async () => {
    for (const path of ['/authorize', '/', '/sign-out', '/interaction/x']) {
      const response = await read(path, { headers: { origin: 'https://evil.example' }, redirect: 'manual' });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('a browser can read an error of the token endpoint', async () => {
    const response = await read('/token', {
      method: 'POST',
      headers: { origin: 'https://inspector.example' },
      body: new URLSearchParams({ grant_type: 'x' }),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
  });
});
