/** A guarded MCP endpoint over real HTTP, with each adapter in turn, and a raw client that can send what fetch refuses to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseChallenges } from '@granthouse/protocol';
import {
  type AccessToken,
  protectedResource,
  type ProtectedResource,
  type ProtectedResourceOptions,
} from '@granthouse/resource-server';
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
import { listenerOf } from './web-listener.ts';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface GuardedServer {
  readonly resource: ProtectedResource;
  readonly origin: string;
  /** Sends a request; `headers` may hold a name several times. Host is the server's own unless it is among them. */
  send(path: string, options?: { method?: string; headers?: [string, string][]; body?: string }): Promise<RawAnswer>;
  /** Calls the endpoint with a bearer token. */
  call(token: string): Promise<RawAnswer>;
  /** The tokens of the calls that were let through. */
  readonly seen: AccessToken[];
  close(): Promise<void>;
}

/** The parameters of the answer's Bearer challenge, which must be the first, and the error's own where there is one. */
export function bearerOf(answer: RawAnswer): Record<string, string> {
  const [challenge, proven, ...others] = parseChallenges(answer.headers['www-authenticate'] ?? '');
  if (challenge?.scheme !== 'Bearer' || others.length > 0) throw new Error('not exactly one Bearer challenge');
  if (proven && (proven.scheme !== 'DPoP' || proven.parameters['error'])) throw new Error('not a bare DPoP challenge');
  return challenge.parameters;
}

/** The parameters of the DPoP challenge, which must be the second, behind a Bearer challenge without an error. */
export function dpopOf(answer: RawAnswer): Record<string, string> {
  const [challenge, proven, ...others] = parseChallenges(answer.headers['www-authenticate'] ?? '');
  if (challenge?.scheme !== 'Bearer' || challenge.parameters['error']) throw new Error('not a bare Bearer challenge');
  if (proven?.scheme !== 'DPoP' || others.length > 0) throw new Error('not exactly one DPoP challenge behind it');
  return proven.parameters;
}

export const adapters = ['node', 'koa', 'express', 'fastify', 'hono', 'fetch'] as const;
export type Adapter = (typeof adapters)[number];

/** Starts a server whose endpoint `/mcp` answers 200 with the request's body. */
export async function startGuardedServer(
  adapter: Adapter,
  options: Omit<ProtectedResourceOptions, 'resource'> & { path?: string },
): Promise<GuardedServer> {
  const { path = '/mcp', ...rest } = options;
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Tests of other kinds look only at what every kind has.
  const resource = protectedResource({ ...rest, resource: `${origin}${path}` }) as ProtectedResource;
  const seen: AccessToken[] = [];
  await mount[adapter](server, resource, seen);
  const send: GuardedServer['send'] = (target, sending) => sendRaw(origin, target, sending);
  return {
    resource,
    origin,
    seen,
    send,
    call: (token) => send(path, { method: 'POST', headers: [['Authorization', `Bearer ${token}`]] }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const mount: Record<
  Adapter,
  (server: Server, resource: ProtectedResource, seen: AccessToken[]) => void | Promise<void>
> = {
  node(server, resource, seen) {
    server.on(
      'request',
      protectNode(resource, async (message, response) => {
        seen.push(message.auth);
        response.end(await textOf(message));
      }),
    );
  },
  koa(server, resource, seen) {
    const app = new Koa();
    app.use(protectKoa(resource));
    app.use(async (context) => {
      const auth = context.state['auth'] as AccessToken | undefined;
      if (auth === undefined) return;
      seen.push(auth);
      context.body = await textOf(context.req);
    });
    server.on('request', app.callback());
  },
  express(server, resource, seen) {
    const app = express();
    app.use(protectExpress(resource));
    app.use(async (message: express.Request & { auth?: AccessToken }, response, next) => {
      if (message.auth === undefined) return next();
      seen.push(message.auth);
      response.end(await textOf(message));
    });
    server.on('request', app);
  },
  async fastify(server, resource, seen) {
    const app = Fastify();
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.register(protectFastify(resource));
    app.all('/*', async (message, reply) => {
      const auth = message.getDecorator<AccessToken | undefined>('auth');
      if (auth === undefined) return reply.callNotFound();
      seen.push(auth);
      return textOf(message.raw);
    });
    await app.ready();
    server.on('request', app.routing);
  },
  hono(server, resource, seen) {
    const app = new Hono().use(protectHono(resource)).all('*', async (context) => {
      const auth = context.get('auth') as AccessToken | undefined;
      if (auth === undefined) return context.notFound();
      seen.push(auth);
      return context.body(await context.req.text());
    });
    server.on('request', getRequestListener(app.fetch));
  },
  fetch(server, resource, seen) {
    const handler = protectFetch(resource, async (message, { auth }) => {
      seen.push(auth);
      return new Response(await message.text());
    });
    server.on('request', listenerOf(handler));
  },
};

/** Sends what fetch would tidy up or refuse to send; `headers` may hold a name several times. */
export async function sendRaw(
  origin: string,
  path: string,
  { method = 'GET', headers = [], body }: { method?: string; headers?: [string, string][]; body?: string } = {},
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin);
  const withHost = headers.some(([name]) => name.toLowerCase() === 'host') ? headers : [['Host', host], ...headers];
  const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))];
  const sent = request({ hostname, port, path, method, headers: [...withHost.flat(), ...length], agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers as Record<string, string>,
    text: await textOf(answer),
  };
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
