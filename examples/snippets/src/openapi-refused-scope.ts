/** A scope that the API itself misses, asked for from the person, where nothing was answered yet (RFC 6750 §3.1, MCP authorization, scope challenge). */
import { openApiTools } from '@granthouse/openapi-tools';
import { registerOpenApiTools } from '@granthouse/openapi-tools/sdk-2';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';

const api = openApiTools('./orders.openapi.yaml');
const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  scopes: { 'orders:read': { description: 'See orders' }, 'orders:write': { description: 'Change orders' } },
});

// #region challenge
const missing = new WeakMap<object, readonly string[]>();

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  registerOpenApiTools(server, api, {
    onRefusal({ code, scopes }, auth) {
      const ours = scopes.filter((scope) => orders.scopes.includes(scope));
      if (auth && code === 'insufficient_scope' && ours.length > 0) missing.set(auth, ours);
    },
  });
  return server;
});

export const answer = protect(orders, (request, response) => {
  const handler = toNodeHandler({
    async fetch(...asked) {
      const answered = await mcp.fetch(...asked);
      const challenge = orders.demandScopes(request.auth, missing.get(request.auth) ?? []);
      return challenge?.headers.has('www-authenticate') ? challenge : answered;
    },
  });
  return handler(request, response);
});
// #endregion challenge
