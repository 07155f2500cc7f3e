/** The well-known documents on the resource's origin (RFC 9728 §3, MCP authorization server discovery). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { protectedResourceMetadataSchema } from '@granthouse/protocol';
import { adapters, bearerOf, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
const PATH_FORM = '/.well-known/oauth-protected-resource/mcp';
const ROOT_FORM = '/.well-known/oauth-protected-resource';
const APPENDED_FORM = `/mcp${ROOT_FORM}`;
const OPENID_MIRROR = '/.well-known/openid-configuration';
const MIRROR = '/.well-known/oauth-authorization-server';
let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());

describe.each(adapters)('metadata through the %s adapter', (adapter) => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await startGuardedServer(adapter, {
      authorizationServers: [issuer.issuer],
      resourceName: 'Order desk',
      resourceDocumentation: 'https://docs.example/orders',
      resourcePolicyUri: 'https://docs.example/policy',
      resourceTosUri: 'https://docs.example/terms',
      scopes: { 'orders:read': {}, 'refunds:write': {} },
      requiredScopes: ['orders:read'],
      now: clock.now,
    });
  });
  afterAll(() => server.close());

  it.each([PATH_FORM, ROOT_FORM, APPENDED_FORM].flatMap((form) => [form, `${form}/`, `${form}?x=/y`]))(
    'RFC9728-2, HOST-19, HOST-27, RFC9728-5, RS-4: answers %s with the document',
    async (path) => {
      const answer = await server.send(path);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json');
      const document = JSON.parse(answer.text) as unknown;
      expect(document).toEqual({
        resource: `${server.origin}/mcp`,
        resource_name: 'Order desk',
        authorization_servers: [issuer.issuer],
        scopes_supported: ['orders:read'],
        bearer_methods_supported: ['header'],
        dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'],
        resource_documentation: 'https://docs.example/orders',
        resource_policy_uri: 'https://docs.example/policy',
        resource_tos_uri: 'https://docs.example/terms',
      });
      expect(protectedResourceMetadataSchema.safeParse(document).success).toBe(true);
    },
  );

  it('RS-2, RFC9728-7: is where the challenge says', async () => {
    const { resource_metadata: url } = bearerOf(await server.send('/mcp'));
    expect(url).toBe(`${server.origin}${PATH_FORM}`);
    expect(server.resource.metadataUrl).toBe(url);
  });

  it('RFC9728-10: may be kept for a while, and says when it has not changed', async () => {
    const first = await server.send(PATH_FORM);
    expect(first.headers['cache-control']).toBe('public, max-age=300');
    const again = await server.send(PATH_FORM, { headers: [['If-None-Match', `"x", W/${first.headers['etag']}`]] });
    expect(again).toMatchObject({ status: 304, text: '' });
    const other = await server.send(PATH_FORM, { headers: [['If-None-Match', '"x"']] });
    expect(other.status).toBe(200);
  });

  it('answers HEAD like GET, without the body', async () => {
    const [head, get] = [await server.send(PATH_FORM, { method: 'HEAD' }), await server.send(PATH_FORM)];
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-type']).toBe('application/json');
    expect(head.headers['etag']).toBe(get.headers['etag']);
  });

  const forms = [PATH_FORM, ROOT_FORM, APPENDED_FORM, MIRROR, OPENID_MIRROR];

  it.each(forms.flatMap((form) => ['POST', 'PUT', 'DELETE', 'PATCH'].map((method) => [method, form] as const)))(
    'refuses %s %s in JSON, and says what would do',
    async (method, form) => {
      const body = method === 'DELETE' ? {} : { body: '{}' };
      const answer = await server.send(form, { method, ...body });
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS');
      expect(JSON.parse(answer.text)).toMatchObject({ error: 'invalid_request' });
    },
  );

  it.each([...forms, `${ROOT_FORM}/other`])(
    'HOST-26: answers a preflight of %s with 204, whoever asks',
    async (form) => {
      const headers: [string, string][] = [
        ['Origin', 'https://host.example'],
        ['Access-Control-Request-Method', 'GET'],
        ['Access-Control-Request-Headers', 'mcp-protocol-version'],
      ];
      const answer = await server.send(form, { method: 'OPTIONS', headers });
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-headers']).toContain('mcp-protocol-version');
    },
  );

  it.each(forms)('RFC9728-2: answers %s as the target of a proxy, in absolute-form, too', async (form) => {
    const whole = await server.send(form);
    for (const origin of [server.origin, 'https://evil.example', 'HTTP://evil.example:1']) {
      // The server that hono has on node takes a scheme in lower case alone.
      if (adapter === 'hono' && origin.startsWith('HTTP')) continue;
      const answer = await server.send(`${origin}${form}`);
      expect([answer.status, answer.text]).toEqual([200, whole.text]);
    }
  });

  it('HOST-26: may be read by every origin, with an old protocol version and without credentials', async () => {
    const headers: [string, string][] = [
      ['Origin', 'https://host.example'],
      ['MCP-Protocol-Version', '2024-11-05'],
    ];
    for (const path of forms) {
      const answer = await server.send(path, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });

  it.each([MIRROR, OPENID_MIRROR].flatMap((form) => [form, `${form}/`, `${form}?x`]))(
    'HOST-20: mirrors the metadata of the authorization server at %s',
    async (form) => {
      const answer = await server.send(form);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json');
      const original = await fetch(`${issuer.issuer}${MIRROR}`);
      expect(JSON.parse(answer.text)).toEqual(await original.json());
      const etag = answer.headers['etag'] ?? '';
      expect(await server.send(form, { headers: [['If-None-Match', etag]] })).toMatchObject({ status: 304, text: '' });
      const head = await server.send(form, { method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, text: '', headers: { etag } });
    },
  );

  it.each([
    `${ROOT_FORM}/other`,
    `${ROOT_FORM}/mcp/x`,
    `${PATH_FORM}//`,
    PATH_FORM.toUpperCase(),
    `/${PATH_FORM}`,
    '/.well-known//oauth-protected-resource/mcp',
    '/.well-known/oauth-protected-resource//mcp',
    '/.well-known/oauth-protected-resource%2Fmcp',
    '/%2ewell-known/oauth-protected-resource/mcp',
    `${MIRROR}/mcp`,
    `${MIRROR}/mcp/`,
    '/.well-known/openid-configuration/mcp',
    '/.well-known/OpenID-Configuration',
    '/.WELL-KNOWN/oauth-authorization-server',
    '/.well-known/oauth',
    '/.well-known/%6fauth-anything',
    '/mcp/.well-known/oauth-authorization-server',
    '/mcp/.well-known/openid-configuration',
    '/MCP/.well-known/oauth-protected-resource',
    '//.well-known/oauth-x',
  ])('HOST-19: answers the unknown %s with 404 JSON, not with a challenge', async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await server.send(path, { method });
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text)).toMatchObject({ error: 'not_found' });
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    }
  });

  it('says nothing that a caller put into the request', async () => {
    const answer = await server.send(PATH_FORM, {
      headers: [
        ['Host', 'evil.example'],
        ['X-Forwarded-Host', 'evil.example'],
        ['X-Forwarded-Proto', 'https'],
      ],
    });
    expect(answer.text).not.toContain('evil.example');
  });
});
