/** The order desk as an HTTP API, and the MCP server that is made of its OpenAPI document. */
export { createOrderDeskApi, type OrderDeskApiOptions } from './api/order-desk-api.ts';
export { orderDeskTools } from './mcp/order-desk-tools.ts';
export { createPersonTokens, type PersonTokens } from './mcp/person-tokens.ts';
export { createToolServer, type ToolServerOptions } from './mcp/tool-server.ts';
export { apiScopes } from './scopes.ts';
