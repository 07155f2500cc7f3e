/** Which paths are guarded, however they are spelled (RFC 3986 §6.2.2). */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProtectedResource } from '@granthouse/resource-server';
import { protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import express from 'express';
import Koa from 'koa';
import { createPathGuard } from '../../packages/resource-server/src/request-head.ts';
import { adapters, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { answerTo, serve } from './adapters/served.ts';

describe.each(adapters)('the paths of a resource through the %s adapter', (adapter) => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await startGuardedServer(adapter, { authorizationServers: ['https://as.example'] });
  });
  afterAll(() => server.close());

  it.each([
    '/mcp',
    '/mcp/',
    '/mcp/messages',
    '/mcp;v=1',
    '/x;y/../mcp;v=1/z',
    '/mcp?x=1',
    '//mcp',
    '/MCP',
    '/%6dcp',
    '/x/../mcp',
    '/./mcp',
    '/mcp%2fx',
    '/mcp/..%2fx',
    '/%',
    '\\mcp',
    '//a@b/mcp',
    '//a@b/mcp#',
    '//a%2fb@c/mcp#',
  ])('challenges %s, because a router could take it for the endpoint', async (path) => {
    const before = server.seen.length;
    // A backslash can't be in a request target: it would come encoded. Fastify refuses what it can't decode before any hook.
    const isRefusedBefore = adapter === 'fastify' && path === '/%';
    const { status } = await server.send(path.replace('\\', '/%5c'), { method: 'POST' });
    expect(status).toBe(isRefusedBefore ? 400 : 401);
    expect(server.seen).toHaveLength(before);
  });

  // A router that compares the beginning of the path as it was sent takes these for something below /mcp. A web Request
  // has resolved its dots before anyone sees it (WHATWG URL), so that what is left is another path for every router.
  it.each(['/mcp/..', '/mcp/../x', '/MCP/%2e%2e/x', '/mcp/x/../../y', '/x/../mcp/../y'])(
    'lets nothing through at %s, which goes in and out again',
    async (path) => {
      const before = server.seen.length;
      const { status } = await server.send(path, { method: 'POST' });
      expect(status).toBe(['fetch', 'hono'].includes(adapter) ? 404 : 401);
      expect(server.seen).toHaveLength(before);
    },
  );

  it.each(['/', '/mcpx', '/health', '/other/mcp'])('leaves %s alone', async (path) => {
    const answer = await server.send(path);
    expect(answer.status).toBe(404);
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });
});

describe('a target of no known form', () => {
  const isGuarded = createPathGuard('https://api.example/mcp');
  const head = (url: string) => ({ method: 'POST', url, headers: new Headers() });

  it.each([
    'x:/mcp',
    'mcp',
    '?/mcp',
    'http:///a/mcp',
    'http://a?/mcp',
    'http://a;/mcp',
    'http://a:b/mcp',
    'x://a\\mcp',
  ])('is guarded, because readers differ on where its path is: %s', (url) => expect(isGuarded(head(url))).toBe(true));

  it.each(['*', 'http://a', 'http://a/', 'https://api.example/other', 'x://[::1]:80/other'])('is not %s', (url) =>
    expect(isGuarded(head(url))).toBe(false),
  );

  it.each([
    ['http:///a/mcp', 'api.example', 403],
    ['https:///a:80/mcp', undefined, 401],
    ['/other', 'a/mcp?', 403],
    ['/other', 'a/mcp#', 403],
    ['/other', 'a\\mcp?', 403],
  ])('is refused at %s with the host %s, before koa puts a URL together', async (path, host, status) => {
    const { resource } = await serve((guard) =>
      new Koa()
        .use(protectKoa(guard))
        .use((context) => void (context.URL.pathname === '/mcp' && (context.body = 'reached')))
        .callback(),
    );
    const headers = host === undefined ? {} : { host };
    const sent = request({ port: new URL(resource).port, path, headers, agent: false }).end();
    expect((await answerTo(sent)).resume().statusCode).toBe(status);
  });
});

it.each([
  ['x-forwarded-host', 'a/mcp?, b', 401],
  ['x-forwarded-host', 'a.example, b', 404],
  ['x-forwarded-proto', 'http://a/mcp?', 401],
  ['x-forwarded-proto', 'https', 404],
])('what a proxy says of the origin holds no path: %s: %s', async (name, forwarded, status) => {
  const { resource } = await serve((guard) =>
    Object.assign(new Koa(), { proxy: true })
      .use(protectKoa(guard))
      .use((context) => void (context.URL.pathname === '/mcp' && (context.body = 'reached')))
      .callback(),
  );
  const headers = { [name]: forwarded };
  const sent = request({ port: new URL(resource).port, path: '/other', headers, agent: false }).end();
  expect((await answerTo(sent)).resume().statusCode).toBe(status);
});

describe.each(['express', 'koa'] as const)('a router of %s', (name) => {
  const routers = {
    express: (resource: ProtectedResource) =>
      express()
        .use(protectExpress(resource))
        .all('/mcp', (_message, response) => void response.send('reached')),
    koa: (resource: ProtectedResource) =>
      new Koa()
        .use(protectKoa(resource))
        .use((context) => void (context.path === '/mcp' && (context.body = 'reached')))
        .callback(),
  };

  it.each(['//a@b/mcp#', '/\\a@b/mcp#', '//a@b\\mcp#', '//a%2fb@c/mcp#'])(
    'is not reached without a token at %s, which it takes for the endpoint',
    async (path) => {
      const { resource } = await serve(routers[name]);
      const sent = request({ port: new URL(resource).port, path, agent: false }).end();
      expect((await answerTo(sent)).resume().statusCode).toBe(401);
    },
  );
});

describe('a resource below the prefix of a mount', () => {
  it.each(['/x//b/mcp', '/x//a@b/mcp#', '//b/x/mcp'])(
    'is guarded at %s, where a host stands in the path',
    async (path) => {
      const server = await startGuardedServer('node', { authorizationServers: ['https://as.example'], path: '/x/mcp' });
      expect((await server.send(path)).status).toBe(401);
      expect((await server.send('/x//mcp.example/y')).status).toBe(404);
      await server.close();
    },
  );
});

describe('a resource at the root of its origin', () => {
  it('guards every path but the well-known documents', async () => {
    const server = await startGuardedServer('node', { authorizationServers: ['https://as.example'], path: '' });
    for (const path of ['/', '/anything', '/.well-known/security.txt']) {
      expect((await server.send(path)).status).toBe(401);
    }
    expect((await server.send('/.well-known/oauth-protected-resource')).status).toBe(200);
    await server.close();
  });
});
