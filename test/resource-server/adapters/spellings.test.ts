/** Whatever spelling a router takes for the endpoint, the guard took it first: paths made at random, against real routers (RFC 3986 §6.2.2). */
import { request, type RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { ProtectedResource } from '@granthouse/resource-server';
import { protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectFastify } from '@granthouse/resource-server/fastify';
import { protect as protectHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import Fastify, { type FastifyServerOptions } from 'fastify';
import * as fc from 'fast-check';
import { Hono } from 'hono';
import Koa from 'koa';
import { propertyRuns } from '../../support/property-runs.ts';
import { answerTo, serve } from './served.ts';

async function fastifyWith(resource: ProtectedResource, options: FastifyServerOptions): Promise<RequestListener> {
  const app = Fastify(options);
  app.register(protectFastify(resource));
  app.get('/x/mcp', () => 'reached');
  app.get('/x/mcp/*', () => 'reached');
  await app.ready();
  return app.routing;
}

const routers: Record<string, (resource: ProtectedResource) => RequestListener | Promise<RequestListener>> = {
  'express with a mount': (resource) =>
    express()
      .use(protectExpress(resource))
      .use('/x/mcp', (_message, response) => void response.send('reached')),
  'express with nested mounts': (resource) =>
    express()
      .use(protectExpress(resource))
      .use(
        '/x',
        express.Router().get('/mcp', (_message, response) => void response.send('reached')),
      ),
  'koa and a comparison': (resource) =>
    new Koa()
      .use(protectKoa(resource))
      .use((context) => {
        const path = context.path.toLowerCase();
        if (path === '/x/mcp' || path.startsWith('/x/mcp/')) context.body = 'reached';
      })
      .callback(),
  'fastify as it comes': (resource) => fastifyWith(resource, {}),
  'the most lenient fastify': (resource) =>
    fastifyWith(resource, {
      routerOptions: {
        caseSensitive: false,
        ignoreDuplicateSlashes: true,
        ignoreTrailingSlash: true,
        useSemicolonDelimiter: true,
      } as object,
    }),
  'hono as it comes': (resource) =>
    getRequestListener(
      new Hono().use(protectHono(resource)).get('/x/mcp/*', (context) => context.text('reached')).fetch,
    ),
  'a lenient hono': (resource) =>
    getRequestListener(
      new Hono({ strict: false }).use(protectHono(resource)).get('/x/mcp', (context) => context.text('reached')).fetch,
    ),
};

const pieces = ['/', '/', '//', 'x', 'mcp', 'x/mcp', 'X', 'MCP', '%6dcp', '%4DCP', '%78', '%2f', '%2F', '%5c', '\\'];
const oddities = ['.', '..', '%2e', '%2e%2e', ';', ';a=1', '?', '#', '@', ':', '%', '%25', '%2525', '%00', '%c0%ae'];
const spelling = fc
  .array(fc.constantFrom(...pieces, ...oddities, 'y', 'é', '*', '%20', '+'), { minLength: 1, maxLength: 9 })
  .map((parts) => `/${parts.join('')}`);

describe.each(Object.keys(routers))('%s', (name) => {
  it('is not reached without a token, however the path is spelled', async () => {
    const { resource } = await serve(routers[name]!, '/x/mcp');
    const { port } = new URL(resource);
    await fc.assert(
      fc.asyncProperty(spelling, async (path) => {
        const sent = request({ port, path: Buffer.from(path).toString('latin1'), agent: false }).end();
        const answer = await answerTo(sent);
        const said = await answer.toArray();
        expect([path, String(Buffer.concat(said as Buffer[]))]).not.toEqual([path, 'reached']);
      }),
      {
        numRuns: propertyRuns(200),
        examples: [['/x/mcp'], ['/X/MCP/'], ['//x//mcp'], ['/x/mcp;a/../y'], ['/x/%6dcp']],
      },
    );
  });
});
