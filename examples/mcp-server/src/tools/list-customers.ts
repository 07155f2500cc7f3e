/** Tool: find customers. */
import { z } from 'zod';
import { customerSchema, listCustomers } from '../order-desk/customers.ts';
import { defineTool } from './tool.ts';

export const listCustomersTool = defineTool({
  name: 'list_customers',
  title: 'List customers',
  description: [
    'Lists the customers of the shop by name, with their number of orders; filters narrow the list.',
    'Use it to find a customer_id, which search_orders takes; to find the orders of a person in one step, search_orders takes the name as text.',
    'When next_cursor is returned, more customers follow: call again with the same filters and that cursor.',
  ].join(' '),
  scopes: ['orders:read'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  inputSchema: z.strictObject({
    text: z.string().max(200).optional().describe('words that must all occur in: name, company, email address, id'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters, such as CZ')
      .optional()
      .describe('ISO 3166-1 alpha-2, such as CZ'),
    limit: z.int().min(1).max(50).default(20).describe('customers in one answer'),
    cursor: z.string().max(500).optional().describe('next_cursor of the previous answer'),
  }),
  outputSchema: z.object({
    customers: z.array(customerSchema),
    next_cursor: z.string().optional().describe('only when more customers follow'),
  }),
  run({ desk }, input) {
    const { items, ...page } = listCustomers(desk, input);
    const lines = items.map(
      ({ customer_id, name, email, order_count }) => `${customer_id}, ${name}, ${email}, ${order_count} orders`,
    );
    return {
      text: lines.length === 0 ? 'No customer matches.' : lines.join('\n'),
      structured: { customers: items, ...page },
    };
  },
});
