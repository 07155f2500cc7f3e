/** The bare frameworks: the same answers without a guard and without a check of anything. */
import type { RequestListener } from 'node:http';
import type { Subject } from '../subject.ts';
import { drain, result } from './call.ts';
import { documents } from './documents.ts';

export async function bareNode(): Promise<Subject> {
  const listener: RequestListener = async (request, response) => {
    await drain(request);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  };
  return { listener };
}

/** Answers the documents, too: it is the JSON route that they are held against. */
export async function bareKoa(): Promise<Subject> {
  const { default: Koa } = await import('koa');
  const app = new Koa();
  app.use(async (context) => {
    if (context.method !== 'GET') await drain(context.req);
    context.body = context.method === 'GET' ? documents[context.path] : result;
  });
  return { listener: app.callback() };
}

export async function bareExpress(): Promise<Subject> {
  const { default: express } = await import('express');
  const app = express();
  app.post('/mcp', (request, response) => {
    void drain(request).then(() => response.json(result));
  });
  return { listener: app };
}

export async function bareFastify(): Promise<Subject> {
  const { default: Fastify } = await import('fastify');
  const app = Fastify();
  app.post('/mcp', async () => result);
  await app.ready();
  return { listener: app.routing };
}

export async function bareHono(): Promise<Subject> {
  const [{ Hono }, { getRequestListener }] = await Promise.all([import('hono'), import('@hono/node-server')]);
  const app = new Hono().post('/mcp', async (context) => {
    await context.req.text();
    return context.json(result);
  });
  return { listener: getRequestListener(app.fetch) };
}

/** Refuses whatever comes, without a look at it: what a 401 costs at least. */
export async function refusingExpress(): Promise<Subject> {
  const { default: express } = await import('express');
  const app = express();
  app.post('/mcp', (_request, response) => {
    response.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"').json({ error: 'invalid_token' });
  });
  return { listener: app };
}
