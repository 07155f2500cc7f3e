/** Host, Origin and preflights (MCP Streamable HTTP: security; WHATWG Fetch: CORS). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { protectedResource } from '@granthouse/resource-server';
import { adapters, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());

describe.each(adapters)('the guard rails of a loopback resource through the %s adapter', (adapter) => {
  let server: GuardedServer;
  let authorization: [string, string];
  beforeAll(async () => {
    server = await startGuardedServer(adapter, {
      authorizationServers: [issuer.issuer],
      allowedOrigins: ['https://inspector.example'],
      now: clock.now,
    });
    authorization = ['Authorization', `Bearer ${await issuer.mint(server.resource.resource)}`];
  });
  afterAll(() => server.close());
  const from = (origin: string) => server.send('/mcp', { headers: [['Origin', origin], authorization] });
  const to = (host: string) => server.send('/mcp', { headers: [['Host', host], authorization] });

  it.each(['http://localhost:6274', 'http://127.0.0.1', 'http://[::1]:3000', 'https://inspector.example'])(
    'RS-14: lets the origin %s call and read the answer',
    async (origin) => {
      const answer = await from(origin);
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'WWW-Authenticate, Mcp-Session-Id, Retry-After, DPoP-Nonce',
        vary: 'Origin',
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  it.each([
    ['GET', 'Origin'],
    ['HEAD', 'Origin'],
    ['POST', undefined],
    ['DELETE', undefined],
  ])('RFC9110 §12.5.5: names Origin in Vary where a cache may keep the answer to %s', async (method, vary) => {
    const answer = await server.send('/mcp', { method, headers: [authorization] });
    expect([answer.status, answer.headers['vary']]).toEqual([200, vary]);
  });

  it.each([
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'https://inspector.example.evil.example',
    'http://inspector.example',
    'http://localhost:6274/',
    'http://user@localhost',
    'ftp://localhost',
  ])('RS-14: refuses the origin %s with 403, even with a right token', async (origin) => {
    const before = server.seen.length;
    const answer = await from(origin);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'access_denied' });
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(server.seen).toHaveLength(before);
  });

  it('refuses a foreign origin before it looks at credentials', async () => {
    const answer = await server.send('/mcp', { headers: [['Origin', 'https://evil.example']] });
    expect(answer.status).toBe(403);
  });

  it('RS-14: needs no Origin', async () => {
    expect((await server.send('/mcp', { headers: [authorization] })).status).toBe(200);
  });

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])(
    'takes the loopback name %s for its own host',
    async (name) => {
      expect((await to(`${name}:${new URL(server.origin).port}`)).status).toBe(200);
    },
  );

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost', '127.0.0.1.evil.example', '127.0.0.2'])(
    'refuses the host %s, as a rebound page would send it',
    async (host) => {
      const answer = await to(host);
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    },
  );

  it('HOST-22: lets a browser host read the challenge', async () => {
    const answer = await server.send('/mcp', { headers: [['Origin', 'http://localhost:6274']] });
    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:6274',
      'access-control-expose-headers': 'WWW-Authenticate, Mcp-Session-Id, Retry-After, DPoP-Nonce',
    });
  });

  it.each(['/mcp', '/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server'])(
    'HOST-26: answers a preflight for %s with 204 and no challenge',
    async (path) => {
      const answer = await server.send(path, {
        method: 'OPTIONS',
        headers: [
          ['Origin', 'http://localhost:6274'],
          ['Access-Control-Request-Method', 'POST'],
          ['Access-Control-Request-Headers', 'authorization,mcp-protocol-version,mcp-param-region,x-evil'],
        ],
      });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers).not.toHaveProperty('www-authenticate');
      expect(answer.headers['access-control-allow-methods']).toBe('GET, POST, DELETE, OPTIONS');
      const allowed = answer.headers['access-control-allow-headers']!.split(', ');
      expect(allowed).toEqual([
        'authorization',
        'dpop',
        'content-type',
        'accept',
        'mcp-protocol-version',
        'mcp-session-id',
        'mcp-method',
        'mcp-name',
        'last-event-id',
        'mcp-param-region',
      ]);
    },
  );

  it('gives a foreign origin a preflight that its browser will not accept', async () => {
    const answer = await server.send('/mcp', { method: 'OPTIONS', headers: [['Origin', 'https://evil.example']] });
    expect(answer.status).toBe(204);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the guard rails of a public resource', () => {
  const resource = protectedResource({
    resource: 'https://api.example/mcp',
    authorizationServers: ['https://as.example'],
    allowedHosts: ['internal:8080'],
  });
  const status = async (headers: Record<string, string>) => {
    const head = { method: 'POST', url: '/mcp', headers: { get: (name: string) => headers[name] ?? null } };
    const outcome = await resource.handle(head);
    return outcome instanceof Response ? outcome.status : outcome;
  };

  it.each(['api.example', 'API.example', 'api.example:443', 'internal:8080'])('accepts the host %s', async (host) => {
    expect(await status({ host })).toBe(401);
  });

  it.each(['localhost', '127.0.0.1', 'api.example:80', 'api.example:8443', 'internal', 'evil.example', ''])(
    'refuses the host "%s"',
    async (host) => {
      expect(await status({ host })).toBe(403);
    },
  );

  it('believes no forwarded header', async () => {
    expect(await status({ host: 'evil.example', 'x-forwarded-host': 'api.example' })).toBe(403);
  });

  it('refuses a request that names no host', async () => {
    expect(await status({})).toBe(403);
  });

  it.each([
    ['https://api.example', 401],
    ['http://api.example', 403],
    ['http://localhost:6274', 403],
    ['https://chatgpt.com', 403],
  ])('answers the origin %s with %d', async (origin, expected) => {
    expect(await status({ host: 'api.example', origin })).toBe(expected);
  });

  it('takes the host of a web Request from its URL', async () => {
    const own = await resource.handle(new Request('https://api.example/mcp', { method: 'POST' }));
    const foreign = await resource.handle(new Request('https://evil.example/mcp', { method: 'POST' }));
    expect([own, foreign].map((answer) => (answer as Response).status)).toEqual([401, 403]);
  });
});
