/** Applications that take an authorization server in beside their own routes, in each way that the documentation names. */
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AuthorizationServer } from '@granthouse/authorization-server';
import { serve } from '@granthouse/authorization-server/koa';
import express from 'express';
import Koa, { type Context, type Middleware } from 'koa';

/** What the application itself answers to every path that is not taken. */
export const catchAll = 'the application’s own page';

export type HostApplication = (server: AuthorizationServer) => RequestListener;

function inExpress(mount: (app: express.Express, server: AuthorizationServer) => void): HostApplication {
  return (server) => {
    const app = express();
    app.get('/app', (_request, response) => void response.send('an earlier route'));
    mount(app, server);
    app.use((_request, response) => void response.type('html').send(catchAll));
    return app;
  };
}

function inKoa(...middleware: ReadonlyArray<(server: AuthorizationServer) => Middleware>): HostApplication {
  return (server) => {
    const app = new Koa();
    app.use(async (ctx, next) => (ctx.path === '/app' ? void (ctx.body = 'an earlier route') : next()));
    for (const make of middleware) app.use(make(server));
    app.use((ctx) => void Object.assign(ctx, { type: 'html', body: catchAll }));
    return app.callback();
  };
}

/** Takes a prefix off the path while the middleware runs, as koa-mount does. */
const mounted =
  (prefix: string, middleware: Middleware): Middleware =>
  async (ctx, next) => {
    const { path } = ctx;
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return next();
    ctx.path = path.slice(prefix.length) || '/';
    await middleware(ctx, async () => {
      ctx.path = path;
      await next();
    });
    ctx.path = path;
    return undefined;
  };

/** Reads the body and leaves what it found in `ctx.request.body`, as koa's parsers do. */
const bodyParser: Middleware = async (ctx, next) => {
  const text = await textOf(ctx.req);
  const parsed: unknown = ctx.is('json') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  Object.assign(ctx.request, { body: parsed });
  await next();
};

/** Reads the body and leaves nothing. */
const bodyEater: Middleware = async (ctx, next) => {
  await textOf(ctx.req);
  await next();
};

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(request, 'end');
  return text;
}

const plainKoa =
  (server: AuthorizationServer): Middleware =>
  (ctx: Context) => {
    ctx.respond = false;
    return server.callback()(ctx.req, ctx.res);
  };

const parsers = [express.json(), express.urlencoded({ extended: true })];

export const behindParsers = inExpress((app, server) => void app.use(parsers).use(server.callback()));

/** Each takes a server whose issuer has the path `/auth`. */
export const hostApplications: ReadonlyArray<readonly [string, HostApplication]> = [
  ['express', inExpress((app, server) => void app.use(server.callback()))],
  [
    'express, below its prefixes',
    inExpress((app, server) => void app.use(['/auth', '/.well-known'], server.callback())),
  ],
  [
    'express, in a router below a router',
    inExpress((app, server) => {
      const inner = express.Router().use('/auth', server.callback());
      app.use(express.Router().use(inner)).use('/.well-known', server.callback());
    }),
  ],
  ['express, behind its parsers', behindParsers],
  ['koa', inKoa(serve)],
  [
    'koa, below prefixes',
    inKoa(...['/auth', '/.well-known'].map((at) => (server: AuthorizationServer) => mounted(at, serve(server)))),
  ],
  ['koa, behind a parser', inKoa(() => bodyParser, serve)],
];

/** Plain koa without an adapter: what nothing before it has answered is the server's. */
export const lastInKoa: HostApplication = inKoa(plainKoa);

/** A parser that leaves nothing stands in front: the operator's mistake. */
export const behindAnEater: HostApplication = inKoa(() => bodyEater, serve);
