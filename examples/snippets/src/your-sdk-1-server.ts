/** Stands for your server on the 1.x SDK: it is handed the body that was judged, parsed already. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Request, Response } from 'express';

// #region answer
export async function answer(request: Request, response: Response): Promise<void> {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  await createOrdersServer().connect(transport);
  await transport.handleRequest(request, response, request.body);
}
// #endregion answer

function createOrdersServer(): McpServer {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  for (const name of ['get_order', 'create_refund'])
    server.registerTool(name, { description: name }, () => ({ content: [{ type: 'text', text: `${name} ran` }] }));
  return server;
}
