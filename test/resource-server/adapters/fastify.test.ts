/** The fastify adapter where fastify differs: encapsulation, router options, parsers, and answers that a handler writes by itself. */
import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { AccessToken, ProtectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fastify';
import type { AuthenticatedRequest } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import Fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from 'fastify';
import { answerTo, authorizationFor, serve } from './served.ts';

const json = { 'content-type': 'application/json' };
const answer = (message: FastifyRequest) => ({
  subject: message.getDecorator<AccessToken | undefined>('auth')?.subject ?? null,
  body: message.body ?? null,
});

/** A guarded application with the routes that a test adds behind the guard. */
const serveFastify = (addRoutes: (app: FastifyInstance) => void, options: FastifyServerOptions = {}) =>
  serve(async (resource) => {
    const app = Fastify(options);
    app.register(protect(resource));
    addRoutes(app);
    await app.ready();
    return app.routing;
  });

async function statusAt({ resource }: ProtectedResource, path: string): Promise<number | undefined> {
  const sent = request({ port: new URL(resource).port, path, method: 'POST', agent: false }).end();
  return (await answerTo(sent)).resume().statusCode;
}

it('stands before the parser of fastify, so that a body without a token is never read', async () => {
  const resource = await serveFastify((app) => app.post('/mcp', answer));
  const authorization = await authorizationFor(resource);
  const post = (headers: Record<string, string>, body: string) =>
    fetch(resource.resource, { method: 'POST', headers: { ...json, ...headers }, body });
  expect(await (await post(authorization, '{"a":1}')).json()).toEqual({ subject: 'person-1', body: { a: 1 } });
  expect((await post({}, '{')).status).toBe(401);
  expect((await post(authorization, '{')).status).toBe(400);
});

it('leaves other routes open, and their requests without a token', async () => {
  const resource = await serveFastify((app) => app.get('/open', answer));
  const headers = await authorizationFor(resource);
  const elsewhere = await fetch(new URL('/open', resource.resource), { headers });
  expect(await elsewhere.json()).toEqual({ subject: null, body: null });
});

it('guards the scopes that are registered behind it, below a prefix and with a page of their own for what is missing', async () => {
  const resource = await serveFastify((app) =>
    app.register(
      async (scope) => {
        scope.setNotFoundHandler((_message, reply) => reply.code(404).send('reached'));
        scope.post('/', answer);
        await scope.register(async (inner) => void inner.post('/', answer), { prefix: '/inner' });
      },
      { prefix: '/mcp' },
    ),
  );
  for (const path of ['/mcp', '/mcp/inner', '/mcp/missing']) expect(await statusAt(resource, path)).toBe(401);
  const headers = await authorizationFor(resource);
  expect((await fetch(`${resource.resource}/inner`, { method: 'POST', headers })).status).toBe(200);
  expect((await fetch(`${resource.resource}/missing`, { method: 'POST', headers })).status).toBe(404);
  expect((await fetch(resource.metadataUrl)).status).toBe(200);
});

it('guards what was registered before it, too', async () => {
  const resource = await serve(async (one) => {
    const app = Fastify();
    app.post('/mcp', answer);
    app.register(async (scope) => void scope.post('/', answer), { prefix: '/mcp/inner' });
    app.register(
      async (scope) => {
        scope.setNotFoundHandler((_message, reply) => reply.send('reached'));
        await scope.register(async (inner) => void inner.post('/', answer), { prefix: '/more' });
      },
      { prefix: '/mcp/outer' },
    );
    app.register(protect(one));
    await app.ready();
    return app.routing;
  });
  for (const path of ['', '/inner', '/outer/missing', '/outer/more']) {
    expect(await statusAt(resource, `/mcp${path}`)).toBe(401);
    const headers = await authorizationFor(resource);
    expect((await fetch(`${resource.resource}${path}`, { method: 'POST', headers })).status).toBe(200);
  }
});

it('guards only the scope that it is registered in', async () => {
  const resource = await serve(async (one) => {
    const app = Fastify();
    app.register(async (scope) => {
      await scope.register(protect(one));
      scope.post('/mcp', answer);
    });
    app.post('/mcp/elsewhere', () => 'open');
    await app.ready();
    return app.routing;
  });
  expect([await statusAt(resource, '/mcp'), await statusAt(resource, '/mcp/elsewhere')]).toEqual([401, 200]);
});

describe.each<[string, FastifyServerOptions]>([
  ['as it comes', {}],
  ['that reads paths as leniently as it can', { routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } }],
  ['that passes over repeated slashes', { routerOptions: { caseSensitive: false, ignoreDuplicateSlashes: true } }],
  ['for which a semicolon begins the query', { routerOptions: { useSemicolonDelimiter: true } as object }],
])('a router %s', (_title, options) => {
  it.each(['/mcp', '/mcp/', '/MCP', '//mcp', '/mcp;x', '/mcp;x/../y', '/%6dcp', '/mcp#x', '//a@b/mcp#'])(
    'is not reached without a token at %s',
    async (path) => {
      const resource = await serveFastify((app) => app.post('/mcp', answer), options);
      expect(await statusAt(resource, path)).toBe(401);
    },
  );
});

it.each([
  ['into the endpoint', '/rpc', () => '/mcp'],
  ['out of it', '/mcp', () => '/rpc'],
])('judges both targets when one is rewritten %s', async (_title, path, rewriteUrl) => {
  const resource = await serveFastify((app) => app.post('/mcp', answer).post('/rpc', answer), { rewriteUrl });
  expect(await statusAt(resource, path)).toBe(401);
});

it('hands the node handler of an SDK what it takes, and its answer what a browser needs', async () => {
  const mcp = createMcpHandler(({ authInfo }) => {
    const server = new McpServer({ name: 'who', version: '1.0.0' });
    server.registerTool('who', {}, () => ({ content: [{ type: 'text', text: String(authInfo?.extra?.['subject']) }] }));
    return server;
  });
  const node = toNodeHandler(mcp);
  const resource = await serveFastify((app) =>
    app.post('/mcp', async (message, reply) => {
      reply.hijack();
      await node(message.raw as AuthenticatedRequest, reply.raw, message.body);
    }),
  );
  const origin = new URL(resource.resource).origin;
  const accept = 'application/json, text/event-stream';
  const headers = { ...json, ...(await authorizationFor(resource)), accept, origin };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'who', arguments: {} } });
  const called = await fetch(resource.resource, { method: 'POST', headers, body });
  expect(await called.text()).toContain('"text":"person-1"');
  expect(called.headers.get('access-control-allow-origin')).toBe(origin);
  await mcp.close();
});

it('lets a browser read an answer that fastify sends, a failure among them', async () => {
  const resource = await serveFastify((app) =>
    app.post('/mcp', (_message, reply) => reply.send({})).post('/mcp/broken', () => Promise.reject(new Error('x'))),
  );
  const origin = new URL(resource.resource).origin;
  const headers = { ...(await authorizationFor(resource)), origin };
  for (const [path, status] of [
    ['', 200],
    ['/broken', 500],
  ] as const) {
    const got = await fetch(`${resource.resource}${path}`, { method: 'POST', headers });
    expect([got.status, got.headers.get('access-control-allow-origin')]).toEqual([status, origin]);
  }
});

it('stands beside a second guard on the same instance', async () => {
  const other = await serve(() => () => undefined);
  const resource = await serveFastify((app) => void app.register(protect(other)).post('/mcp', answer));
  expect(await statusAt(resource, '/mcp')).toBe(401);
});
