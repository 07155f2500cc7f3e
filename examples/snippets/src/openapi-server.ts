/** A whole MCP server made of a document: guarded, each tool with its scope, each call with the API's own credentials (RFC 9728, MCP 2025-11-25 and 2026-07-28). */
// #region server
import { createServer } from 'node:http';
import { openApiTools } from '@granthouse/openapi-tools';
import { registerOpenApiTools } from '@granthouse/openapi-tools/sdk-2';
import { protectedResource } from '@granthouse/resource-server';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { protect, requireScopes } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

const api = openApiTools<{ subject: string }>('./orders.openapi.yaml', {
  server: 'https://api.example.com/v1',
  credentials: (_operation, { subject }) => ({
    headers: { 'X-Api-Key': process.env['ORDERS_API_KEY'] ?? '', 'X-On-Behalf-Of': subject },
  }),
  log: console,
});

const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  resourceName: 'Orders',
  authorizationServers: ['https://login.example.com'],
  requiredScopes: ['orders:read'],
  credentials: [
    { kind: 'access_token' },
    {
      kind: 'api_key',
      prefix: 'ok_',
      keys: [
        {
          sha256: '5f5d3c2f8a0c4b7e9d16a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7',
          clientId: 'nightly-report',
          subject: 'nightly-report',
          scopes: ['orders:read'],
        },
      ],
    },
  ],
});

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  registerOpenApiTools(server, api, { principal: (auth) => ({ subject: String(auth?.extra?.['subject']) }) });
  return server;
});

createServer(protect(orders, requireScopes(orders, toolScopes(api.scopes), toNodeHandler(mcp)))).listen(9401);
// #endregion server
