/** The koa adapter where routers change the path, and where HTTP/2 names the host in another place. */
import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { protect } from '@granthouse/resource-server/koa';
import express from 'express';
import Koa from 'koa';
import { authorizationFor, serve } from './served.ts';

it.each([
  ['the path that was asked for, whatever a router has left of it', '/mcp', '/'],
  ['what another path was made', '/rpc', '/mcp'],
])('judges %s', async (_title, path, rewritten) => {
  const resource = await serve((one) => {
    const app = new Koa();
    app.use((context, next) => {
      context.url = rewritten;
      return next();
    });
    app.use(protect(one));
    app.use((context) => {
      context.body = 'open';
    });
    return app.callback();
  });
  expect((await fetch(new URL(path, resource.resource))).status).toBe(401);
});

it('judges the path that was asked for when the whole application is mounted in another framework', async () => {
  const resource = await serve((one) => {
    const app = new Koa();
    app.use(protect(one)).use((context) => void (context.body = 'reached'));
    return express().use('/mcp', app.callback());
  });
  expect((await fetch(resource.resource)).status).toBe(401);
});

it('hands on whose call it is, typed', async () => {
  const resource = await serve((one) => {
    const app = new Koa().use(protect(one)).use((context) => {
      const { subject, issuer }: { subject: string; issuer: string } = context.state.auth;
      context.body = { subject, issuer };
    });
    return app.callback();
  });
  const answer = await fetch(resource.resource, { headers: await authorizationFor(resource) });
  expect(await answer.json()).toEqual({ subject: 'person-1', issuer: expect.any(String) });
});

// Koa reads the path without the space at its end, and without what looks like a host.
it.each(['/mcp\u00a0', '//a@b/mcp\u00a0', '/\\a@b/mcp?\u00a0', '/x\u00a0'])(
  'is not passed without a token at "%s", which HTTP/2 lets come',
  async (path) => {
    const resource = await serve(() => () => undefined);
    const app = new Koa();
    app.use(protect(resource));
    app.use((context) => void (context.body = 'reached'));
    const second = createServer(app.callback()).listen(0, '127.0.0.1');
    await once(second, 'listening');
    const session = connect(`http://127.0.0.1:${(second.address() as AddressInfo).port}`);
    const stream = session.request({ ':path': path, ':authority': new URL(resource.resource).host });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    session.destroy();
    second.close();
    expect(headers[':status']).toBe(401);
  },
);
