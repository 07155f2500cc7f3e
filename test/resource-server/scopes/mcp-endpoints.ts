/** MCP servers of both lines of the SDK behind the guard and the scopes of each framework, over real HTTP. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AccessToken,
  type NeededScopes,
  protectedResource,
  type ProtectedResource,
} from '@granthouse/resource-server';
import { protect as protectExpress, requireScopes as requireExpress } from '@granthouse/resource-server/express';
import { protect as protectFastify, requireScopes as requireFastify } from '@granthouse/resource-server/fastify';
import { protect as protectFetch, requireScopes as requireFetch } from '@granthouse/resource-server/fetch';
import { protect as protectHono, requireScopes as requireHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa, requireScopes as requireKoa } from '@granthouse/resource-server/koa';
import { protect as protectNode, requireScopes as requireNode } from '@granthouse/resource-server/node';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono, type MiddlewareHandler } from 'hono';
import Koa from 'koa';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';
import { startTestIssuer } from '../../support/test-issuer.ts';
import { listenerOf } from '../../support/web-listener.ts';
import { type Engine, maxBodyBytes } from './engines.ts';

type Mount = (resource: ProtectedResource, needs: NeededScopes, engine: Engine) => RequestListener;

const onExpress =
  (...parsers: express.RequestHandler[]): Mount =>
  (resource, needs, engine) =>
    express()
      .set('env', 'test')
      .use(protectExpress(resource), ...parsers)
      .use('/mcp', requireExpress(resource, needs), (request, response) =>
        engine.node(request, response, request.body),
      );

const onHono =
  (...readers: MiddlewareHandler[]): Mount =>
  (resource, needs, engine) => {
    const app = new Hono<{ Variables: { auth: AccessToken; parsedBody?: unknown } }>();
    app.use(protectHono(resource), ...readers, requireHono(resource, needs));
    app.all('/mcp', ({ req, get }) =>
      engine.fetch(req.raw, { authInfo: get('auth') as never, parsedBody: get('parsedBody') }),
    );
    return getRequestListener(app.fetch);
  };

/** How the scopes stand before the engine. */
export const mounts = {
  'express with its parser': onExpress(express.json()),
  'express without a parser': onExpress(),
  'express with a parser of text': onExpress(express.text({ type: () => true })),
  // As the parsers of express 4 leave a body of a type that they don't know.
  'express with a parser that reads nothing': onExpress((request, _response, next) => {
    request.body = {};
    next();
  }),
  koa: (resource, needs, engine) => {
    const app = Object.assign(new Koa(), { silent: true }).use(protectKoa(resource)).use(requireKoa(resource, needs));
    app.use(async (context) => {
      context.respond = false;
      await engine.node(context.req, context.res, (context.request as { body?: unknown }).body);
    });
    return app.callback();
  },
  fastify: (resource, needs, engine) => {
    const app = Fastify({ bodyLimit: maxBodyBytes }).register(protectFastify(resource));
    app.all('/mcp', { preHandler: requireFastify(resource, needs) }, async (request, reply) => {
      reply.hijack();
      await engine.node(request.raw, reply.raw, request.body);
    });
    const ready = app.ready();
    return (request, response) => void ready.then(() => app.routing(request, response));
  },
  hono: onHono(),
  'hono where the body was read before': onHono(async (context, next) => {
    await context.req.text();
    await next();
  }),
  node: (resource, needs, engine) =>
    protectNode(
      resource,
      requireNode(resource, needs, async (request, response, body) => {
        await engine.node(request, response, body);
      }),
    ),
  fetch: (resource, needs, engine) =>
    listenerOf(
      protectFetch(
        resource,
        requireFetch(resource, needs, (request, { auth, ...body }) =>
          engine.fetch(request, { authInfo: auth as never, ...body }),
        ),
      ),
    ),
} satisfies Record<string, Mount>;

export interface Endpoint {
  readonly url: string;
  readonly clock: TestClock;
  /** The tools that ran. */
  readonly ran: string[];
  token(scope: string, claims?: Record<string, unknown>): Promise<string>;
  post(token: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** Starts what `listener` makes; the scopes imply each other as those of the order desk do. */
export async function startEndpoint(
  listener: (resource: ProtectedResource, ran: string[]) => RequestListener,
): Promise<Endpoint> {
  const clock = createTestClock();
  const issuer = await startTestIssuer(clock);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const resource = protectedResource({
    resource: url,
    authorizationServers: [issuer.issuer],
    scopes: { 'orders:read': {}, 'orders:write': { implies: ['orders:read'] }, 'refunds:write': {} },
    requiredScopes: ['orders:read'],
    now: clock.now,
  });
  const ran: string[] = [];
  server.on('request', listener(resource, ran));
  return {
    url,
    clock,
    ran,
    // Each token of a person of its own, so that no test leads another round in a circle.
    token: (scope, claims) => issuer.mint(url, { claims: { scope, sub: crypto.randomUUID(), ...claims } }),
    post: (token, body, headers) =>
      fetch(url, {
        method: 'POST',
        headers: { ...legacyHeaders, authorization: `Bearer ${token}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      server.close().closeAllConnections();
      await issuer.goAway();
    },
  };
}

const legacyHeaders = {
  accept: 'application/json, text/event-stream',
  'content-type': 'application/json',
  'mcp-protocol-version': '2025-11-25',
};

export const callOf = (name: string, id: number | undefined = 1, params: object = {}) => ({
  jsonrpc: '2.0',
  ...(id !== undefined && { id }),
  method: 'tools/call',
  params: { name, arguments: {}, ...params },
});
