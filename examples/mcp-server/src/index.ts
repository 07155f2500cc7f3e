/** The order desk: an MCP server that shows what a protected resource looks like. */
export type { ListenOptions } from './listening.ts';
export type { Log } from './log.ts';
export { createOrderDeskServer, type OrderDeskServer, type OrderDeskServerOptions } from './order-desk-server.ts';
export { type OrderDeskScope, orderDeskScopes } from './scopes.ts';
