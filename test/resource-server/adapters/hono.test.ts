/** The hono adapter where hono differs: what is typed behind it, paths that it reads in its own way, and answers that can't be changed. */
import { expect, it } from '@jest/globals';
import type { ProtectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/hono';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { type Context, Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { streamSSE } from 'hono/streaming';
import { authorizationFor, resourceAt } from './served.ts';

const resource = () => resourceAt('https://api.example/mcp');
const reached = (context: Context) => context.text('reached');

async function answerOf(
  app: { fetch(request: Request): Response | Promise<Response> },
  guard: ProtectedResource,
  { path = '/mcp', ...init }: RequestInit & { path?: string } = {},
): Promise<Response> {
  const headers = { ...(await authorizationFor(guard)), origin: 'https://api.example' };
  return app.fetch(new Request(new URL(path, guard.resource), { method: 'POST', headers, ...init }));
}

it('hands on whose call it is, typed', async () => {
  const guard = resource();
  const app = new Hono().use(protect(guard)).post('/mcp', (context) => {
    const { subject, scopes }: { subject: string; scopes: string[] } = context.get('auth');
    return context.json({ subject, scopes, same: context.var.auth.subject === subject });
  });
  const answer = await answerOf(app, guard);
  expect(await answer.json()).toEqual({ subject: 'person-1', scopes: ['orders:read'], same: true });
});

it('hands the web handler of the 2.x SDK what it takes, with the body unread', async () => {
  const mcp = createMcpHandler(({ authInfo }) => {
    const server = new McpServer({ name: 'who', version: '1.0.0' });
    server.registerTool('who', {}, () => ({ content: [{ type: 'text', text: String(authInfo?.extra?.['subject']) }] }));
    return server;
  });
  const guard = resource();
  const app = new Hono()
    .use(protect(guard))
    .all('/mcp', (context) => mcp.fetch(context.req.raw, { authInfo: context.get('auth') }));
  const headers = {
    ...(await authorizationFor(guard)),
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'who', arguments: {} } });
  expect(await (await answerOf(app, guard, { headers, body })).text()).toContain('"text":"person-1"');
  await mcp.close();
});

it.each<[string, (context: Context) => Response | Promise<Response>, number]>([
  ['text', reached, 200],
  ['a redirect, whose headers may not be changed', () => Response.redirect('https://api.example/x', 302), 302],
  ['a stream of events', (context) => streamSSE(context, (stream) => stream.writeSSE({ data: 'x' })), 200],
  ['a failure', () => Promise.reject(new Error('broken handler')), 500],
  ['nothing found', (context) => Promise.resolve(context.notFound()), 404],
])('lets a page of an allowed origin read %s', async (_title, handler, status) => {
  const guard = resource();
  const app = new Hono().use(protect(guard)).all('/mcp', handler);
  app.onError((_error, context) => context.text('broken', 500));
  const answer = await answerOf(app, guard);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://api.example');
});

it('adds to the Vary of an answer', async () => {
  const guard = resource();
  const app = new Hono()
    .use(protect(guard))
    .all('/mcp', () => new Response('x', { status: 202, headers: { vary: 'Accept' } }));
  const answer = await answerOf(app, guard);
  expect([answer.status, answer.headers.get('vary')]).toEqual([202, 'Accept, Origin']);
});

it('leaves other routes open, and their answers as they are', async () => {
  const guard = resource();
  const app = new Hono().use(protect(guard)).get('/open', (context) => context.json(context.get('auth') ?? null));
  const answer = await answerOf(app, guard, { path: '/open', method: 'GET' });
  expect([await answer.json(), answer.headers.get('vary')]).toEqual([null, null]);
});

it.each<[string, (guard: ProtectedResource) => Parameters<typeof answerOf>[0]]>([
  ['inside a group of routes', (guard) => new Hono().route('/mcp', new Hono().use(protect(guard)).post('/', reached))],
  ['below a base path', (guard) => new Hono().basePath('/mcp').use(protect(guard)).post('/', reached)],
  ['on the path alone', (guard) => new Hono().use('/mcp', protect(guard)).post('/mcp', reached)],
  ['in front of a mount', (guard) => new Hono().use(protect(guard)).mount('/mcp', () => new Response('reached'))],
  [
    'with paths that lead elsewhere',
    (guard) => {
      const app = new Hono({ getPath: () => '/rpc' });
      app.use(protect(guard)).post('/rpc', reached);
      return app;
    },
  ],
])('guards the endpoint %s', async (_title, make) => {
  const guard = resource();
  expect((await answerOf(make(guard), guard, { headers: {} })).status).toBe(401);
  expect(await (await answerOf(make(guard), guard)).text()).toBe('reached');
});

it('guards the endpoint when another path leads to it', async () => {
  const guard = resource();
  const app = new Hono({ getPath: () => '/mcp' });
  app.use(protect(guard)).post('/mcp', reached);
  expect((await answerOf(app, guard, { path: '/rpc', headers: {} })).status).toBe(401);
});

it.each<[string, (guard: ProtectedResource) => Parameters<typeof answerOf>[0]]>([
  ['a route', (guard) => new Hono().post('/rpc', protect(guard), reached)],
  ['a path', (guard) => new Hono().use('/rpc', protect(guard)).post('/rpc', reached)],
  ['a route of a group', (guard) => new Hono().route('/rpc', new Hono().post('/', protect(guard), reached))],
])('guards %s that it stands on alone, whatever a proxy has made of its path', async (_title, make) => {
  const guard = resource();
  expect((await answerOf(make(guard), guard, { path: '/rpc', headers: {} })).status).toBe(401);
  expect(await (await answerOf(make(guard), guard, { path: '/rpc' })).text()).toBe('reached');
});

it('RFC9110 §9.3.2: answers HEAD with the head alone', async () => {
  const guard = resource();
  const app = new Hono().use(protect(guard)).get('/mcp', reached);
  for (const [path, status] of [
    [new URL(guard.metadataUrl).pathname, 200],
    ['/mcp', 401],
  ] as const) {
    const answer = await answerOf(app, guard, { path, method: 'HEAD', headers: {} });
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([
      status,
      'application/json',
      null,
    ]);
  }
});

const functionUrlCall = (headers: Record<string, string>) =>
  ({
    version: '2.0',
    rawPath: '/mcp',
    rawQueryString: '',
    headers: { host: 'api.example', ...headers },
    requestContext: { domainName: 'api.example', http: { method: 'POST', path: '/mcp' } },
    body: '{"a":1}',
    isBase64Encoded: false,
  }) as unknown as LambdaEvent;

it('runs behind a Lambda function URL, which joins two headers of one name', async () => {
  const guard = resource();
  const app = new Hono().use(protect(guard)).post('/mcp', async (context) => context.json(await context.req.json()));
  const lambda = handle(app);
  const { authorization } = await authorizationFor(guard);
  expect(await lambda(functionUrlCall({ authorization }))).toMatchObject({ statusCode: 200, body: '{"a":1}' });
  expect(await lambda(functionUrlCall({}))).toMatchObject({ statusCode: 401 });
  const twice = functionUrlCall({ authorization: `${authorization},${authorization}` });
  expect(await lambda(twice)).toMatchObject({ statusCode: 400 });
});
