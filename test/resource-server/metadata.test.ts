/** The well-known documents on the resource's origin (RFC 9728 §3, MCP authorization server discovery). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { protectedResourceMetadataSchema } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';
import { adapters, bearerOf, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
const PATH_FORM = '/.well-known/oauth-protected-resource/mcp';
const ROOT_FORM = '/.well-known/oauth-protected-resource';
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
      scopes: { 'orders:read': {}, 'refunds:write': {} },
      requiredScopes: ['orders:read'],
      now: clock.now,
    });
  });
  afterAll(() => server.close());

  it.each([PATH_FORM, ROOT_FORM, `${PATH_FORM}/`])(
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
        resource_documentation: 'https://docs.example/orders',
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

  it.each(['POST', 'PUT', 'DELETE'])('refuses %s', async (method) => {
    const answer = await server.send(PATH_FORM, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS');
  });

  it('HOST-26: may be read by every origin, with an old protocol version and without credentials', async () => {
    const headers: [string, string][] = [
      ['Origin', 'https://host.example'],
      ['MCP-Protocol-Version', '2024-11-05'],
    ];
    for (const path of [PATH_FORM, ROOT_FORM, MIRROR]) {
      const answer = await server.send(path, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });

  it('HOST-20: mirrors the metadata of the authorization server', async () => {
    const answer = await server.send(MIRROR);
    expect(answer.status).toBe(200);
    const original = await fetch(`${issuer.issuer}${MIRROR}`);
    expect(JSON.parse(answer.text)).toEqual(await original.json());
    expect(answer.headers['etag']).toBeDefined();
  });

  it.each([
    `${ROOT_FORM}/other`,
    `${ROOT_FORM}/mcp/x`,
    `${MIRROR}/mcp`,
    '/.well-known/openid-configuration',
    '/.well-known/openid-configuration/mcp',
    '/.well-known/oauth',
    '/.well-known/%6fauth-anything',
    '/mcp/.well-known/oauth-protected-resource',
    '/mcp/.well-known/openid-configuration',
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

describe('the document', () => {
  const options = { resource: 'https://API.example/mcp/', authorizationServers: ['https://as.example/tenant'] };
  const read = async (more: object = {}, path = PATH_FORM) => {
    const resource = protectedResource({ ...options, ...more });
    return resource.metadata(new Request(`https://api.example${path}`));
  };

  it('RFC9728-3: leaves out what has no value', async () => {
    expect(await (await read())?.json()).toEqual({
      resource: 'https://api.example/mcp',
      authorization_servers: ['https://as.example/tenant'],
      bearer_methods_supported: ['header'],
    });
  });

  it('RS-4: lists every scope only when none is required', async () => {
    const scopes = { 'orders:read': {}, 'refunds:write': {} };
    expect(await (await read({ scopes }))?.json()).toMatchObject({
      scopes_supported: ['orders:read', 'refunds:write'],
    });
  });

  it('is at the root alone for a resource without a path', async () => {
    const resource = protectedResource({ ...options, resource: 'https://api.example/' });
    expect(resource.metadataUrl).toBe(`https://api.example${ROOT_FORM}`);
    expect((await resource.metadata(new Request(`https://api.example${ROOT_FORM}`)))?.status).toBe(200);
    expect((await resource.metadata(new Request(`https://api.example${PATH_FORM}`)))?.status).toBe(404);
  });

  it('leaves the documents of an authorization server on the same origin to that server', async () => {
    const same = { authorizationServers: ['https://api.example/tenant'] };
    for (const form of [`${MIRROR}/tenant`, '/.well-known/openid-configuration/tenant']) {
      expect(await read(same, form)).toBeUndefined();
      expect(await read(same, `${form}/`)).toBeUndefined();
    }
    expect((await read(same, `${MIRROR}/other`))?.status).toBe(404);
    expect((await read(same))?.status).toBe(200);
  });

  it('answers nothing outside the well-known tree', async () => {
    for (const path of ['/', '/mcp', '/.well-known/security.txt', '/oauth-protected-resource']) {
      expect(await read({}, path)).toBeUndefined();
    }
  });
});

describe('the mirror', () => {
  it('answers 503 with Retry-After while the authorization server is away', async () => {
    const away = await startTestIssuer(clock);
    const server = await startGuardedServer('node', { authorizationServers: [away.issuer], now: clock.now });
    await away.goAway();
    const answer = await server.send(MIRROR);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('10');
    await server.close();
  });

  it('CL-4: never passes on a document of another issuer', async () => {
    const wrong = await startTestIssuer(clock);
    wrong.changeMetadata({ issuer: 'https://other.example' });
    const server = await startGuardedServer('node', { authorizationServers: [wrong.issuer], now: clock.now });
    const answer = await server.send(MIRROR);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('other.example');
    await Promise.all([server.close(), wrong.goAway()]);
  });
});
