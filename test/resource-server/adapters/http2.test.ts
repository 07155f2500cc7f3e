/** The guard on a server of HTTP/2, which names the host in a pseudo-header (RFC 9113 §8.3.1). Express has none. */
import { once } from 'node:events';
import { type ClientHttp2Stream, connect, createServer, type IncomingHttpHeaders } from 'node:http2';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ProtectedResource } from '@granthouse/resource-server';
import { protect as protectFastify } from '@granthouse/resource-server/fastify';
import { protect as protectHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { getRequestListener } from '@hono/node-server';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { mounts } from './mounts.ts';
import { authorizationFor, serve } from './served.ts';

const listeners = {
  node: (resource: ProtectedResource) => mounts.node(resource, 'echo'),
  koa: (resource: ProtectedResource) => mounts.koa(resource, 'echo'),
  hono: (resource: ProtectedResource) => mounts.hono(resource, 'echo'),
  async fastify(resource: ProtectedResource) {
    const app = Fastify({ http2: true });
    app.register(protectFastify(resource));
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.all('/*', (message, reply) => reply.send(message.raw));
    await app.ready();
    return app.routing as unknown as RequestListener;
  },
};

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** A resource behind HTTP/2 and a way to ask it; `authority` is its own unless another is given. */
async function serveSecond(make: (resource: ProtectedResource) => RequestListener | Promise<RequestListener>) {
  const resource = await serve(() => () => undefined);
  const server = createServer()
    .on('request', (await make(resource)) as never)
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  endings.push(() => {
    session.destroy();
    server.close();
  });
  const ask = (headers: Record<string, string>): ClientHttp2Stream =>
    session.request({ ':path': '/mcp', ':method': 'POST', ':authority': new URL(resource.resource).host, ...headers });
  return { resource, ask };
}

async function headersOf(stream: ClientHttp2Stream): Promise<IncomingHttpHeaders & { ':status'?: number }> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  return headers;
}

describe.each(Object.entries(listeners))('through the %s adapter', (_name, make) => {
  it('takes the host from the authority', async () => {
    const { ask } = await serveSecond(make);
    expect((await headersOf(ask({})))[':status']).toBe(401);
    expect((await headersOf(ask({ ':authority': 'evil.example' })))[':status']).toBe(403);
  });

  it('RFC9113 §8.3.1: believes no Host beside the authority', async () => {
    const { ask, resource } = await serveSecond(make);
    const { host } = new URL(resource.resource);
    expect((await headersOf(ask({ ':authority': 'evil.example', host })))[':status']).toBe(403);
  });

  it('challenges, and answers with the document', async () => {
    const { ask, resource } = await serveSecond(make);
    expect((await headersOf(ask({})))['www-authenticate']).toContain(resource.metadataUrl);
    const path = new URL(resource.metadataUrl).pathname;
    expect((await headersOf(ask({ ':path': path, ':method': 'GET' })))[':status']).toBe(200);
  });

  it('leaves both streams untouched', async () => {
    const { ask, resource } = await serveSecond(make);
    const stream = ask(await authorizationFor(resource));
    stream.write('first');
    expect((await headersOf(stream))[':status']).toBe(200);
    expect(String((await once(stream, 'data'))[0])).toBe('first');
    stream.end('last');
    expect(String((await once(stream, 'data'))[0])).toBe('last');
  });
});

describe.each<[string, (resource: ProtectedResource) => RequestListener | Promise<RequestListener>]>([
  [
    'koa',
    (resource) =>
      new Koa()
        .use(protectKoa(resource))
        .use((context) => void (context.path === '/mcp' && (context.body = 'reached')))
        .callback(),
  ],
  [
    'hono',
    (resource) =>
      getRequestListener(new Hono().use(protectHono(resource)).all('/mcp', (context) => context.text('reached')).fetch),
  ],
  [
    'fastify',
    async (resource) => {
      const app = Fastify({ http2: true });
      app.register(protectFastify(resource));
      app.all('/mcp', () => 'reached');
      await app.ready();
      return app.routing as unknown as RequestListener;
    },
  ],
])('a router of %s', (_name, make) => {
  // Beside http and https, HTTP/2 asks for no slash at the beginning of a path (RFC 9113 §8.3.1).
  it.each([
    'x:/mcp',
    'http:/mcp',
    'x:\\mcp',
    '\\mcp',
    'mcp',
    'x://a\\mcp',
    'x://a\\@b/mcp',
    'x:/a@b/../mcp',
    '?/mcp',
    '*/mcp',
  ])('is not reached without a token at %s, under a scheme of its own', async (path) => {
    const { ask } = await serveSecond(make);
    const stream = ask({ ':scheme': 'x', ':path': path });
    const status = (await headersOf(stream))[':status'];
    expect([status, await stream.toArray()]).not.toEqual([200, [Buffer.from('reached')]]);
    expect(status).toBeLessThan(500);
  });
});
