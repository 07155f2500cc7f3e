/** The express adapter where express differs: mounting, parsers, and the way that errors take. */
import { expect, it } from '@jest/globals';
import type { AccessToken, ProtectedResource } from '@granthouse/resource-server';
import { authOf, protect } from '@granthouse/resource-server/express';
import express from 'express';
import { answerTo, authorizationFor, open, serve } from './served.ts';

function answer(message: express.Request & { auth?: AccessToken }, response: express.Response): void {
  response.json({ subject: message.auth?.subject ?? null, body: message.body as unknown });
}

const json = { 'content-type': 'application/json' };

it.each(['/mcp', '/MCP/', '/'])('judges the path that was asked for when it is mounted at %s', async (prefix) => {
  const resource = await serve((one) => express().use(prefix, protect(one), answer));
  expect((await fetch(resource.resource)).status).toBe(401);
  const sent = await open(resource);
  sent.end();
  expect((await answerTo(sent)).resume().statusCode).toBe(200);
});

it('judges what a mount has left of the path, too', async () => {
  const resource = await serve((one) => express().use('/x', protect(one), express.Router().post('/mcp', answer)));
  expect((await fetch(new URL('/x/mcp', resource.resource), { method: 'POST' })).status).toBe(401);
});

it('judges the path that was asked for inside a router and an application that are mounted', async () => {
  const routes = (guard: express.Handler) => express.Router().post('/', guard, answer);
  for (const nest of [(inner: express.Router) => inner, (inner: express.Router) => express().use(inner)]) {
    const resource = await serve((one) => express().use('/mcp', nest(routes(protect(one)))));
    expect((await fetch(resource.resource, { method: 'POST' })).status).toBe(401);
    const headers = await authorizationFor(resource);
    expect((await fetch(resource.resource, { method: 'POST', headers })).status).toBe(200);
  }
});

it.each([
  ['a route', (one: ProtectedResource) => express().post('/rpc', protect(one), answer)],
  [
    'a route of a router',
    (one: ProtectedResource) => express().use(express.Router().post('/rpc', protect(one), answer)),
  ],
  [
    'a route of a mounted router',
    (one: ProtectedResource) => express().use('/rpc', express.Router().post('/', protect(one), answer)),
  ],
])('guards %s that it stands in, whatever a proxy has made of its path', async (_title, make) => {
  const resource = await serve(make);
  const url = new URL('/rpc', resource.resource);
  expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  const headers = await authorizationFor(resource);
  expect(await (await fetch(url, { method: 'POST', headers })).json()).toMatchObject({ subject: 'person-1' });
});

it('stands before a parser, so that a body without a token is never read', async () => {
  const resource = await serve((one) => express().use(protect(one), express.json(), answer));
  const authorization = await authorizationFor(resource);
  const post = (headers: Record<string, string>, body: string) =>
    fetch(resource.resource, { method: 'POST', headers: { ...json, ...headers }, body });
  expect(await (await post(authorization, '{"a":1}')).json()).toEqual({ subject: 'person-1', body: { a: 1 } });
  expect((await post({}, '{')).status).toBe(401);
  expect((await post(authorization, '{')).status).toBe(400);
});

it('leaves other routes open, and their requests without a token', async () => {
  const resource = await serve((one) => express().use(protect(one), answer));
  const headers = await authorizationFor(resource);
  const elsewhere = await fetch(new URL('/open', resource.resource), { headers });
  expect(await elsewhere.json()).toEqual({ subject: null });
});

it('hands on what goes wrong while it answers', async () => {
  const resource = await serve((one) => {
    const app = express();
    app.use((_message, response, next) => {
      response.setHeader('x-sent', 'by another');
      response.writeHead(202);
      next();
    });
    app.use(protect(one));
    app.use((error: Error, _message: express.Request, response: express.Response, _next: express.NextFunction) => {
      response.end(error.message);
    });
    return app;
  });
  expect(await (await fetch(resource.resource)).text()).toMatch(/headers after they are sent/);
});

it('says what it found to a handler behind it, and to no other', async () => {
  const resource = await serve((one) =>
    express()
      .use(protect(one))
      .use('/mcp', (message, response) => void response.json({ subject: authOf(one, message).subject }))
      .use('/open', (message, response) => {
        expect(() => authOf(one, Object.assign(message, { auth: { subject: 'person-1' } }))).toThrow(/mount it before/);
        response.end('refused');
      }),
  );
  const headers = await authorizationFor(resource);
  expect(await (await fetch(resource.resource, { headers })).json()).toEqual({ subject: 'person-1' });
  expect(await (await fetch(new URL('/open', resource.resource), { headers })).text()).toBe('refused');
});
