/** What an adapter must leave alone, and what it must not: bodies, streams, failures, other protocols. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { protect as protectNode } from '@granthouse/resource-server/node';
import Koa from 'koa';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
let server: Server;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function serve(listenerOf: (resource: ProtectedResource) => RequestListener): Promise<ProtectedResource> {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const resource = protectedResource({
    resource: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    authorizationServers: [issuer.issuer],
    now: clock.now,
  });
  server.on('request', listenerOf(resource));
  return resource;
}

async function open(resource: ProtectedResource, method = 'POST') {
  const headers = { authorization: `Bearer ${await issuer.mint(resource.resource)}` };
  return request(resource.resource, { method, headers, agent: false });
}

const echoing: Record<string, (resource: ProtectedResource) => RequestListener> = {
  node: (resource) => protectNode(resource, (message, response) => void message.pipe(response)),
  koa: (resource) => {
    const app = new Koa();
    app.use(protectKoa(resource));
    app.use((context) => {
      context.respond = false;
      context.req.pipe(context.res);
    });
    return app.callback();
  },
};

describe.each(Object.keys(echoing))('the %s adapter', (name) => {
  it('leaves both streams untouched: the first bytes come back before the last are sent', async () => {
    const sent = await open(await serve(echoing[name]!));
    sent.write('first');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(String((await once(answer, 'data'))[0])).toBe('first');
    sent.end('last');
    expect(String((await once(answer, 'data'))[0])).toBe('last');
  });

  it('answers a refused upload without reading it', async () => {
    const resource = await serve(echoing[name]!);
    const sent = request(resource.resource, { method: 'POST', agent: false });
    sent.write('never ends');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(401);
    sent.destroy();
  });
});

describe('a failing handler', () => {
  it('is 500 on the wire and a warning of the process, and the server goes on', async () => {
    const resource = await serve((one) => protectNode(one, () => Promise.reject(new Error('broken handler'))));
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const sent = await open(resource);
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(500);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('broken handler'));
    warn.mockRestore();
    expect((await fetch(resource.metadataUrl)).status).toBe(200);
  });
});

describe('koa mounted below a prefix', () => {
  it('judges the path that was asked for, not what a router has left of it', async () => {
    const resource = await serve((one) => {
      const app = new Koa();
      app.use((context, next) => {
        context.url = context.url.replace(/^\/mcp/, '') || '/';
        return next();
      });
      app.use(protectKoa(one));
      app.use((context) => {
        context.body = 'open';
      });
      return app.callback();
    });
    expect((await fetch(resource.resource)).status).toBe(401);
  });
});

describe('koa over HTTP/2', () => {
  it('takes the host from the authority', async () => {
    const resource = await serve(() => () => undefined);
    const app = new Koa();
    app.use(protectKoa(resource));
    const second = createHttp2Server(app.callback()).listen(0, '127.0.0.1');
    await once(second, 'listening');
    const statusFor = async (authority: string) => {
      const session = connect(`http://127.0.0.1:${(second.address() as AddressInfo).port}`);
      const stream = session.request({ ':path': '/mcp', ':authority': authority });
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
      session.destroy();
      return headers[':status'];
    };
    expect(await statusFor(new URL(resource.resource).host)).toBe(401);
    expect(await statusFor('evil.example')).toBe(403);
    second.close();
  });
});
