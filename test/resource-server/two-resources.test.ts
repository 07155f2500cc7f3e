/** Two protected resources on one origin, each behind its guard: each has its documents and its tokens (RFC 9728 §3.1, RFC 8707 §2). */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProtectedResource, protectedResource } from '@granthouse/resource-server';
import { protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectFastify } from '@granthouse/resource-server/fastify';
import { protect as protectHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { bearerOf, sendRaw } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());

const applications: readonly (readonly [
  string,
  (guards: readonly ProtectedResource[]) => RequestListener | Promise<RequestListener>,
])[] = [
  [
    'express',
    (guards) => express().use(...guards.map(protectExpress), (_request, response) => void response.send('let through')),
  ],
  [
    'koa',
    (guards) => {
      const app = new Koa();
      for (const guard of guards) app.use(protectKoa(guard));
      app.use((context) => void (context.body = 'let through'));
      return app.callback();
    },
  ],
  [
    'fastify',
    async (guards) => {
      const app = Fastify();
      for (const guard of guards) app.register(protectFastify(guard));
      app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      app.post('/*', () => 'let through');
      await app.ready();
      return app.routing;
    },
  ],
  [
    'hono',
    (guards) => {
      const app = new Hono();
      for (const guard of guards) app.use(protectHono(guard));
      return getRequestListener(app.post('*', (context) => context.text('let through')).fetch);
    },
  ],
];

describe.each(applications)('in %s', (_name, application) => {
  let origin: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const [orders, stock] = [`${origin}/orders/mcp`, `${origin}/stock/mcp`];
    const options = { authorizationServers: [issuer.issuer], now: clock.now };
    server.on(
      'request',
      await application([
        protectedResource({ ...options, resource: orders, otherResources: [stock] }),
        protectedResource({ ...options, resource: stock, otherResources: [orders] }),
      ]),
    );
    close = async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    };
  });
  afterAll(() => close());

  const paths = ['/orders/mcp', '/stock/mcp'];

  it.each(paths)(
    'RFC9728-7, HOST-19: %s is challenged with its own document, which is at each of its forms',
    async (path) => {
      const form = `/.well-known/oauth-protected-resource${path}`;
      expect(bearerOf(await sendRaw(origin, path))['resource_metadata']).toBe(`${origin}${form}`);
      for (const at of [form, `${form}/`, `${path}/.well-known/oauth-protected-resource`]) {
        expect(JSON.parse((await sendRaw(origin, at)).text)).toMatchObject({ resource: `${origin}${path}` });
      }
    },
  );

  it('RS-10, RFC9700-12: a token for one is refused by the other', async () => {
    const token = await issuer.mint(`${origin}${paths[0]}`);
    const headers: [string, string][] = [['Authorization', `Bearer ${token}`]];
    const answers = await Promise.all(paths.map((path) => sendRaw(origin, path, { method: 'POST', headers })));
    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
  });

  it.each([
    ['/.well-known/oauth-protected-resource', 404],
    ['/.well-known/oauth-protected-resource/other', 404],
    ['/.well-known/oauth-authorization-server', 200],
    ['/.well-known/oauth-authorization-server/stock/mcp', 404],
  ])('HOST-19: %s is answered with %i and JSON', async (at, status) => {
    const answer = await sendRaw(origin, at);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json']);
  });
});
