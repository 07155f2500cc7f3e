/** Customers: find them by words or country, page by page. */
import { z } from 'zod';
import type { OrderDesk } from './database.ts';
import { OrderDeskError } from './order-desk-error.ts';
import { cutPage, readCursor } from './paging.ts';
import { searchWords } from './search-words.ts';

export const customerSchema = z.object({
  customer_id: z.string().describe('such as cus_101'),
  name: z.string(),
  company: z.string().nullable(),
  email: z.string(),
  country: z.string().describe('ISO 3166-1 alpha-2'),
  customer_since: z.string().describe('ISO 8601, UTC'),
  order_count: z.int(),
});
export type Customer = z.infer<typeof customerSchema>;

const columns = `id AS customer_id, name, company, email, country, created_at AS customer_since,
  (SELECT COUNT(*) FROM orders WHERE customer_id = customers.id) AS order_count`;

export interface CustomerFilter {
  readonly text?: string | undefined;
  readonly country?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface CustomerPage {
  readonly items: Customer[];
  readonly next_cursor?: string;
}

/** The customers that match every given filter, by name. Throws `invalid_cursor`. */
export function listCustomers(desk: OrderDesk, filter: CustomerFilter): CustomerPage {
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor, 2);
  const words = searchWords(filter.text ?? '');
  const conditions = [
    ...words.map(() => 'instr(search_text, ?) > 0'),
    ...(filter.country === undefined ? [] : ['country = ?']),
    ...(after === undefined ? [] : ['(name, id) > (?, ?)']),
  ];
  const values = [...words, ...(filter.country === undefined ? [] : [filter.country]), ...(after ?? [])];
  const rows = desk.database
    .prepare(
      `SELECT ${columns} FROM customers ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY name, id LIMIT ?`,
    )
    .all(...values, filter.limit + 1);
  const customers = rows.map((row) => customerSchema.parse(row));
  return cutPage(customers, filter.limit, (customer) => [customer.name, customer.customer_id]);
}

/** Throws `customer_not_found`. */
export function getCustomer(desk: OrderDesk, customerId: string): Customer {
  const row = desk.database.prepare(`SELECT ${columns} FROM customers WHERE id = ?`).get(customerId);
  if (row !== undefined) return customerSchema.parse(row);
  throw new OrderDeskError(
    'customer_not_found',
    `No customer has the id ${JSON.stringify(customerId)}.`,
    'Find the id with list_customers, by name, company or email address.',
  );
}
