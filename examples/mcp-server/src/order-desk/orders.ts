/** One order in full: its items, what was paid and given back, its notes and refunds. */
import { z } from 'zod';
import type { OrderDesk } from './database.ts';
import { formatMoney } from './money.ts';
import { noteSchema, notesOf } from './notes.ts';
import { orderNotFound } from './order-desk-error.ts';
import { paymentOf, paymentSchema } from './payments.ts';
import { refundSchema, refundsOf } from './refunds.ts';

export const orderStatuses = ['pending', 'paid', 'shipped', 'delivered', 'cancelled'] as const;

export const orderSummarySchema = z.object({
  order_id: z.string().describe('such as ord_1001'),
  status: z.enum(orderStatuses).describe('pending: not paid yet'),
  customer_id: z.string().describe('such as cus_101'),
  customer_name: z.string(),
  placed_at: z.string().describe('ISO 8601, UTC'),
  item_count: z.int().describe('pieces, over all lines'),
  currency: z.string().describe('ISO 4217; every amount of this order is in it'),
  total_minor: z.int().describe('in the minor unit of the currency'),
  total: z.string().describe('total_minor as people write it, such as 129.90 EUR'),
});
export type OrderSummary = z.infer<typeof orderSummarySchema>;

const orderItemSchema = z.object({
  sku: z.string(),
  name: z.string(),
  quantity: z.int(),
  unit_price_minor: z.int(),
});

export const orderSchema = orderSummarySchema.extend({
  ...paymentSchema.shape,
  refundable: z.string().describe('refundable_minor as people write it'),
  customer_email: z.string(),
  items: z.array(orderItemSchema),
  refunds: z.array(refundSchema),
  notes: z.array(noteSchema),
});
export type Order = z.infer<typeof orderSchema>;

/** The columns of a summary, from orders `o` and customers `c`. */
export const summaryColumns = `o.id AS order_id, o.status, o.customer_id, c.name AS customer_name, o.placed_at,
  (SELECT SUM(quantity) FROM order_items WHERE order_id = o.id) AS item_count, o.currency, o.total_minor`;

/** A row of `summaryColumns` as it is shown. */
export function readSummary(row: unknown): OrderSummary {
  const read = orderSummarySchema.omit({ total: true }).parse(row);
  return { ...read, total: formatMoney(read.total_minor, read.currency) };
}

/** Throws `order_not_found`. */
export function getOrder(desk: OrderDesk, orderId: string): Order {
  const row = desk.database
    .prepare(
      `SELECT ${summaryColumns}, c.email AS customer_email
       FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = ?`,
    )
    .get(orderId);
  if (row === undefined) throw orderNotFound(orderId);
  const payment = paymentOf(desk, orderId);
  return {
    ...readSummary(row),
    ...payment,
    refundable: formatMoney(payment.refundable_minor, payment.currency),
    customer_email: String(row['customer_email']),
    items: itemsOf(desk, orderId),
    refunds: refundsOf(desk, orderId),
    notes: notesOf(desk, orderId),
  };
}

function itemsOf(desk: OrderDesk, orderId: string): z.infer<typeof orderItemSchema>[] {
  return desk.database
    .prepare('SELECT sku, name, quantity, unit_price_minor FROM order_items WHERE order_id = ? ORDER BY line')
    .all(orderId)
    .map((row) => orderItemSchema.parse(row));
}
