/** What an adapter must leave alone, and what it must not: bodies, streams, failures, what a proxy adds. */
import { once } from 'node:events';
import { type IncomingMessage, request, type RequestListener, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ProtectedResource } from '@granthouse/resource-server';
import { protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectFetch } from '@granthouse/resource-server/fetch';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { protect as protectNode } from '@granthouse/resource-server/node';
import express from 'express';
import Koa from 'koa';
import { type Adapter, adapters } from '../support/guarded-server.ts';
import { listenerOf } from '../support/web-listener.ts';
import { answerTo, open, serve } from './adapters/served.ts';

/** What reached the place where each framework lets a program see failures. */
const failures: unknown[] = [];
const broken = () => Promise.reject(new Error('broken handler'));
afterEach(() => {
  failures.length = 0;
  jest.restoreAllMocks();
});

/** A guard in front of a handler that sends the body back as it comes, or fails. */
const mounts: Record<Adapter, (resource: ProtectedResource, what: 'echo' | 'fail') => RequestListener> = {
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

describe.each(adapters)('the %s adapter', (name) => {
  it('leaves both streams untouched: the first bytes come back before the last are sent', async () => {
    const sent = await open(await serve((resource) => mounts[name](resource, 'echo')));
    sent.write('first');
    const answer = await answerTo(sent);
    expect(String((await once(answer, 'data'))[0])).toBe('first');
    sent.end('last');
    expect(String((await once(answer, 'data'))[0])).toBe('last');
  });

  it('answers a refused upload without reading it', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const sent = request(resource.resource, { method: 'POST', agent: false });
    sent.write('never ends');
    expect((await answerTo(sent)).statusCode).toBe(401);
    sent.destroy();
  });

  it('leaves a failing handler to whoever handles failures there, and the server goes on', async () => {
    const resource = await serve((one) => mounts[name](one, 'fail'));
    const sent = await open(resource);
    sent.end();
    expect((await answerTo(sent)).statusCode).toBe(500);
    expect(failures.map(String)).toEqual([expect.stringContaining('broken handler')]);
    expect((await fetch(resource.metadataUrl)).status).toBe(200);
  });

  it('believes no forwarded header', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const { host } = new URL(resource.resource);
    const statusFor = async (headers: Record<string, string>) => {
      const sent = request(resource.resource, { method: 'POST', agent: false, headers }).end();
      const { statusCode, headers: answered } = (await answerTo(sent)).resume();
      expect(String(answered['www-authenticate'])).not.toMatch(/evil|other/);
      return statusCode;
    };
    expect(await statusFor({ 'x-forwarded-host': 'evil.example', 'x-forwarded-prefix': '/other' })).toBe(401);
    expect(await statusFor({ host: 'evil.example', 'x-forwarded-host': host, forwarded: `host=${host}` })).toBe(403);
  });
});
