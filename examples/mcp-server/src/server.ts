/** The order desk as an MCP server: every tool, for both eras of the protocol. */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { callerOf } from './caller.ts';
import { maxRequestBodySize, type McpEndpoint } from './http.ts';
import { causeOf, type Log } from './log.ts';
import type { OrderDesk } from './order-desk/database.ts';
import { addOrderNoteTool } from './tools/add-order-note.ts';
import { createRefundTool } from './tools/create-refund.ts';
import { getOrderTool } from './tools/get-order.ts';
import { listCustomersTool } from './tools/list-customers.ts';
import { searchOrdersTool } from './tools/search-orders.ts';
import type { Tool, ToolContext } from './tools/tool.ts';

export const tools: readonly Tool[] = [
  searchOrdersTool,
  getOrderTool,
  listCustomersTool,
  addOrderNoteTool,
  createRefundTool,
];

const instructions =
  'The order desk of a shop for home goods. Find orders with search_orders, read one with get_order. ' +
  'Amounts whose name ends in _minor are whole numbers in the minor unit of the order’s currency. Times are UTC.';

/** A server for one request: it holds nothing between requests. */
export function createMcpServer(context: ToolContext): McpServer {
  const server = new McpServer(
    { name: 'order-desk', title: 'Order desk', version: '1.0.0' },
    { instructions, capabilities: { tools: { listChanged: false } } },
  );
  for (const tool of tools) tool.register(server, context);
  return server;
}

/** Stateless Streamable HTTP for the revisions 2025-11-25 and 2026-07-28 alike: a server for every request. */
export function createMcpEndpoint({ desk, log }: { desk: OrderDesk; log: Log }): McpEndpoint {
  const report = (error: unknown, reference: string) =>
    log.error({ reference, error: causeOf(error) }, 'a tool failed');
  return createMcpHandler(({ authInfo }) => createMcpServer({ desk, caller: callerOf(authInfo), report }), {
    maxRequestBodySize,
    onerror: (error) => log.warn({ error: causeOf(error) }, 'a request was refused or failed'),
  });
}
