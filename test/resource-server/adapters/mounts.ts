/** A guard in front of a handler that sends the body back as it comes, or fails, in each framework. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { jest } from '@jest/globals';
import type { ProtectedResource } from '@granthouse/resource-server';
import { protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectFastify } from '@granthouse/resource-server/fastify';
import { protect as protectFetch } from '@granthouse/resource-server/fetch';
import { protect as protectHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { protect as protectNode } from '@granthouse/resource-server/node';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import type { Adapter } from '../../support/guarded-server.ts';
import { listenerOf } from '../../support/web-listener.ts';

/** What reached the place where each framework lets a program see failures. */
export const failures: unknown[] = [];
const broken = () => Promise.reject(new Error('broken handler'));

export const mounts: Record<
  Adapter,
  (resource: ProtectedResource, what: 'echo' | 'fail') => RequestListener | Promise<RequestListener>
> = {
  node(resource, what) {
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void failures.push(warning));
    const echo = (message: IncomingMessage, response: ServerResponse) => void message.pipe(response);
    return protectNode(resource, what === 'fail' ? broken : echo);
  },
  koa(resource, what) {
    const app = new Koa().on('error', (error) => failures.push(error));
    app.use(protectKoa(resource));
    app.use((context) => {
      if (what === 'fail') return broken();
      context.status = 200;
      context.respond = false;
      return void context.req.pipe(context.res);
    });
    return app.callback();
  },
  express(resource, what) {
    const app = express().set('trust proxy', true);
    app.use(protectExpress(resource));
    app.use((message, response) => (what === 'fail' ? broken() : message.pipe(response)));
    app.use((error: unknown, _message: express.Request, response: express.Response, _next: express.NextFunction) => {
      failures.push(error);
      response.status(500).end();
    });
    return app;
  },
  async fastify(resource, what) {
    const app = Fastify({ trustProxy: true });
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.setErrorHandler((error, _request, reply) => {
      failures.push(error);
      return reply.code(500).send();
    });
    app.register(protectFastify(resource));
    app.all('/*', ({ raw }, reply) => (what === 'fail' ? broken() : reply.send(raw)));
    await app.ready();
    return app.routing;
  },
  hono(resource, what) {
    const app = new Hono()
      .use(protectHono(resource))
      .all('*', (context) => (what === 'fail' ? broken() : new Response(context.req.raw.body)))
      .onError((error, context) => {
        failures.push(error);
        return context.body(null, 500);
      });
    return getRequestListener(app.fetch);
  },
  fetch(resource, what) {
    const handler = protectFetch(resource, (message) => (what === 'fail' ? broken() : new Response(message.body)));
    return listenerOf((message) =>
      handler(message).catch((error: unknown) => {
        failures.push(error);
        throw error;
      }),
    );
  },
};
