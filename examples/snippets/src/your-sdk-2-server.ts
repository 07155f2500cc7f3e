/** Stands for your server on the 2.x SDK: its handler is handed the body that was judged, parsed already. */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

// #region answer
export const answer = toNodeHandler(createMcpHandler(createOrdersServer));
// #endregion answer

function createOrdersServer(): McpServer {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  for (const name of ['get_order', 'create_refund'])
    server.registerTool(name, { description: name }, () => ({ content: [{ type: 'text', text: `${name} ran` }] }));
  return server;
}
