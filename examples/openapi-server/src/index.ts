/** The order desk as an HTTP API with an OpenAPI document, and what a service shows to it. */
export { createOrderDeskApi, type OrderDeskApiOptions } from './api/order-desk-api.ts';
export { createPersonTokens, type PersonTokens } from './mcp/person-tokens.ts';
export { apiScopes } from './scopes.ts';
