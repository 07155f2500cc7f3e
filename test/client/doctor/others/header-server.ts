/** A server on the SDK's 1.x line that takes a header of its own, as many internal APIs do. */
import { once } from 'node:events';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import { z } from 'zod';
import { freePort } from '../../../support/free-port.ts';
import type { OtherServer } from '../../../support/other-server.ts';

export const itsHeaders = { 'x-api-key': 'sesame-1b7e44' };

export function orders(): McpServer {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  server.registerTool(
    'list_orders',
    {
      description: 'Lists the newest orders with their state.',
      inputSchema: {},
      outputSchema: { orders: z.array(z.string()) },
      annotations: { readOnlyHint: true },
    },
    () => ({ content: [{ type: 'text', text: '{"orders":["o-1"]}' }], structuredContent: { orders: ['o-1'] } }),
  );
  return server;
}

/** `takes` judges what stands in the header. */
export async function startHeaderServer(
  takes = (shown: string | undefined) => shown === itsHeaders['x-api-key'],
): Promise<OtherServer> {
  const port = await freePort();
  const url = `http://localhost:${port}/mcp`;
  const app = express().use(express.json());
  app.post('/mcp', async (request, response) => {
    if (!takes(request.get('x-api-key'))) return void response.status(401).json({ error: 'no key' });
    const checks = { enableDnsRebindingProtection: true, allowedOrigins: [new URL(url).origin] };
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true, ...checks });
    await orders().connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  app.all('/mcp', (_request, response) => void response.status(405).set('allow', 'POST').end());
  const server = app.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
