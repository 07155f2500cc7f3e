/** Three tools in the place of hundreds, with the scopes of the operation that a call names (MCP, tools; RFC 6750 §3.1). */
import { openApiTools, searchTools } from '@granthouse/openapi-tools';
import { registerOpenApiTools } from '@granthouse/openapi-tools/sdk-2';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { McpServer } from '@modelcontextprotocol/server';

// #region search
const api = searchTools(openApiTools('./orders.openapi.yaml'), { about: 'the order desk' });
export const needed = toolScopes(api.scopes);

export function createOrdersServer(): McpServer {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  registerOpenApiTools(server, api);
  return server;
}
// #endregion search
