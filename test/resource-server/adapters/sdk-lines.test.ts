/** Both lines of the MCP SDK behind every adapter, with a real client: tools know who calls, and their answers stream (MCP Streamable HTTP). */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { AccessToken, ProtectedResource } from '@granthouse/resource-server';
import { protect as protectExpress } from '@granthouse/resource-server/express';
import { protect as protectFastify } from '@granthouse/resource-server/fastify';
import { protect as protectFetch } from '@granthouse/resource-server/fetch';
import { protect as protectHono } from '@granthouse/resource-server/hono';
import { protect as protectKoa } from '@granthouse/resource-server/koa';
import { protect as protectNode } from '@granthouse/resource-server/node';
import { getRequestListener } from '@hono/node-server';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type NodeIncomingMessageLike, toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as McpServer1 } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { type Adapter, adapters } from '../../support/guarded-server.ts';
import { listenerOf } from '../../support/web-listener.ts';
import { authorizationFor, serve } from './served.ts';

interface Line {
  node(request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void>;
  web(request: Request, auth: AccessToken): Promise<Response>;
}

/** Opens when the client has heard of the progress: the result waits for that. */
let heard: Promise<void>;

const told = (subject: unknown) => ({ content: [{ type: 'text' as const, text: `called by ${String(subject)}` }] });
const progress = (progressToken: string | number | undefined) => ({
  method: 'notifications/progress' as const,
  params: { progressToken: progressToken ?? 0, progress: 1 },
});

function firstLine(): McpServer1 {
  const server = new McpServer1({ name: 'who', version: '1.0.0' });
  server.registerTool('who', {}, async ({ authInfo, sendNotification, _meta }) => {
    await sendNotification(progress(_meta?.progressToken));
    await heard;
    return told(authInfo?.extra?.['subject']);
  });
  return server;
}

const handler = createMcpHandler(({ authInfo }) => {
  const server = new McpServer({ name: 'who', version: '1.0.0' });
  server.registerTool('who', {}, async ({ mcpReq }) => {
    await mcpReq.notify(progress(mcpReq._meta?.progressToken));
    await heard;
    return told(authInfo?.extra?.['subject']);
  });
  return server;
});
const nodeHandler = toNodeHandler(handler);

const lines: Record<'1.x' | '2.x', Line> = {
  '1.x': {
    async node(request, response, body) {
      const transport = new StreamableHTTPServerTransport({});
      await firstLine().connect(transport);
      await transport.handleRequest(request, response, body);
    },
    async web(request, authInfo) {
      const transport = new WebStandardStreamableHTTPServerTransport({});
      await firstLine().connect(transport);
      return transport.handleRequest(request, { authInfo });
    },
  },
  '2.x': {
    node: (request, response, body) => nodeHandler(request as NodeIncomingMessageLike, response, body),
    web: (request, authInfo) => handler.fetch(request, { authInfo }),
  },
};

const mounts: Record<Adapter, (one: ProtectedResource, line: Line) => RequestListener | Promise<RequestListener>> = {
  node: (one, line) => protectNode(one, line.node),
  koa: (one, line) =>
    new Koa()
      .use(protectKoa(one))
      .use((context) => {
        context.respond = false;
        return line.node(context.req, context.res);
      })
      .callback(),
  express: (one, line) =>
    express()
      .use(protectExpress(one), express.json())
      .all('/mcp', (request, response) => line.node(request, response, request.body)),
  async fastify(one, line) {
    const app = Fastify();
    app.register(protectFastify(one));
    app.all('/mcp', (request, reply) => {
      reply.hijack();
      return line.node(request.raw, reply.raw, request.body);
    });
    await app.ready();
    return app.routing;
  },
  hono(one, line) {
    const app = new Hono().use(protectHono(one)).all('/mcp', (c) => line.web(c.req.raw, c.get('auth')));
    return getRequestListener(app.fetch);
  },
  fetch: (one, line) => listenerOf(protectFetch(one, (request, { auth }) => line.web(request, auth))),
};

describe.each(adapters)('behind the %s adapter', (name) => {
  it.each(['1.x', '2.x'] as const)(
    'a tool of the %s SDK knows who calls, and its progress comes first',
    async (line) => {
      let onprogress: () => void = () => undefined;
      heard = new Promise((resolve) => {
        onprogress = resolve;
      });
      const resource = await serve((one) => mounts[name](one, lines[line]));
      const requestInit = { headers: await authorizationFor(resource) };
      const client = new Client({ name: 'a-host', version: '1.0.0' });
      await client.connect(new StreamableHTTPClientTransport(new URL(resource.resource), { requestInit }));
      const { content } = await client.callTool({ name: 'who', arguments: {} }, { onprogress });
      expect(content).toEqual([{ type: 'text', text: 'called by person-1' }]);
      await client.close();
    },
  );
});
