/** The bare frameworks behind our guard (RFC 6750, RFC 9068). */
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import type { Subject, Surroundings } from '../subject.ts';
import { resource, scope } from '../world.ts';
import { drain, result } from './call.ts';

export async function guardedNode(surroundings: Surroundings): Promise<Subject> {
  const { protect } = await import('@granthouse/resource-server/node');
  const listener = protect(orders(surroundings), async (request, response) => {
    await drain(request);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  return { listener };
}

export async function guardedKoa(surroundings: Surroundings): Promise<Subject> {
  const [{ default: Koa }, { protect }] = await Promise.all([import('koa'), import('@granthouse/resource-server/koa')]);
  const app = new Koa();
  app.use(protect(orders(surroundings)));
  app.use(async (context) => {
    await drain(context.req);
    context.body = result;
  });
  return { listener: app.callback() };
}

export async function guardedExpress(surroundings: Surroundings): Promise<Subject> {
  const [{ default: express }, { protect }] = await Promise.all([
    import('express'),
    import('@granthouse/resource-server/express'),
  ]);
  const app = express();
  app.use(protect(orders(surroundings)));
  app.post('/mcp', (request, response) => {
    void drain(request).then(() => response.json(result));
  });
  return { listener: app };
}

export async function guardedFastify(surroundings: Surroundings): Promise<Subject> {
  const [{ default: Fastify }, { protect }] = await Promise.all([
    import('fastify'),
    import('@granthouse/resource-server/fastify'),
  ]);
  const app = Fastify();
  app.register(protect(orders(surroundings)));
  app.post('/mcp', async () => result);
  await app.ready();
  return { listener: app.routing };
}

export async function guardedHono(surroundings: Surroundings): Promise<Subject> {
  const [{ Hono }, { getRequestListener }, { protect }] = await Promise.all([
    import('hono'),
    import('@hono/node-server'),
    import('@granthouse/resource-server/hono'),
  ]);
  const app = new Hono().use(protect(orders(surroundings))).post('/mcp', async (context) => {
    await context.req.text();
    return context.json(result);
  });
  return { listener: getRequestListener(app.fetch) };
}

function orders({ trustedIssuer }: Surroundings): ProtectedResource {
  return protectedResource({ resource, authorizationServers: [trustedIssuer], requiredScopes: [scope] });
}
