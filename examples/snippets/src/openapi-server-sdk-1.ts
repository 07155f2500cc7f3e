/** The tools of a document on the 1.x SDK: a server for each request, which is handed the body that was judged, parsed already. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { openApiTools } from '@granthouse/openapi-tools';
import { protectedResource } from '@granthouse/resource-server';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { protect, requireScopes } from '@granthouse/resource-server/node';
// #region answer
import { registerOpenApiTools } from '@granthouse/openapi-tools/sdk-1';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

async function answer(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  registerOpenApiTools(server, api, { principal: (auth) => ({ subject: String(auth?.extra?.['subject']) }) });
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
}
// #endregion answer

const api = openApiTools<{ subject: string }>('./orders.openapi.yaml', {
  server: 'https://api.example.com/v1',
  credentials: (_operation, { subject }) => ({ headers: { 'X-On-Behalf-Of': subject } }),
});
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
});
createServer(protect(orders, requireScopes(orders, toolScopes(api.scopes), answer))).listen(9401);
