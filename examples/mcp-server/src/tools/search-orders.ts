/** Tool: find orders. */
import { z } from 'zod';
import { searchOrders } from '../order-desk/order-search.ts';
import { orderStatuses, orderSummarySchema, type OrderSummary } from '../order-desk/orders.ts';
import { defineTool } from './tool.ts';

export const searchOrdersTool = defineTool({
  name: 'search_orders',
  title: 'Search orders',
  description: [
    'Finds orders of the shop and returns a summary of each, newest first.',
    'Use it when you don’t know the id of an order: by words, status, customer or date; all filters must match, and without any it lists all orders.',
    'For the items, payments, refunds or notes of one order, pass its order_id to get_order.',
    'When next_cursor is returned, more orders match: call again with the same filters and that cursor.',
  ].join(' '),
  scopes: ['orders:read'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  inputSchema: z.strictObject({
    text: z
      .string()
      .max(200)
      .optional()
      .describe('words that must all occur in: order id, customer name, company, email address, product name, SKU'),
    status: z.enum(orderStatuses).optional().describe('pending means that it was not paid yet'),
    customer_id: z.string().max(64).optional().describe('such as cus_101, from list_customers or another order'),
    placed_from: z.iso.date().optional().describe('first day, YYYY-MM-DD, UTC'),
    placed_to: z.iso.date().optional().describe('last day, included, YYYY-MM-DD, UTC'),
    limit: z.int().min(1).max(50).default(20).describe('orders in one answer'),
    cursor: z.string().max(500).optional().describe('next_cursor of the previous answer'),
  }),
  outputSchema: z.object({
    orders: z.array(orderSummarySchema),
    total_matches: z.int().describe('how many orders match, over all pages'),
    next_cursor: z.string().optional().describe('only when more orders follow'),
  }),
  run({ desk }, input) {
    const { items, ...page } = searchOrders(desk, input);
    const lead = items.length === 0 ? 'No order matches.' : `${items.length} of ${page.total_matches} orders:`;
    return { text: [lead, ...items.map(line)].join('\n'), structured: { orders: items, ...page } };
  },
});

function line(order: OrderSummary): string {
  const { order_id, status, placed_at, total, customer_name, customer_id } = order;
  return `${order_id}, ${status}, ${placed_at.slice(0, 10)}, ${total}, ${customer_name} (${customer_id})`;
}
