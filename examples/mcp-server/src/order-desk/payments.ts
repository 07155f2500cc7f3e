/** What was paid for an order, what was given back, and what can still be. */
import { z } from 'zod';
import type { OrderDesk } from './database.ts';
import { orderNotFound } from './order-desk-error.ts';

export const paymentSchema = z.object({
  currency: z.string().describe('ISO 4217; every amount of this order is in it'),
  shipping_minor: z.int(),
  paid_minor: z.int(),
  refunded_minor: z.int(),
  refundable_minor: z.int().describe('paid and not given back yet: the most that can be refunded'),
});
export type Payment = z.infer<typeof paymentSchema>;

/** Throws `order_not_found`. */
export function paymentOf(desk: OrderDesk, orderId: string): Payment {
  const row = desk.database
    .prepare(
      `SELECT currency, shipping_minor, paid_minor, refunded_minor, paid_minor - refunded_minor AS refundable_minor
       FROM (SELECT *, (SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE order_id = orders.id) AS refunded_minor
             FROM orders) WHERE id = ?`,
    )
    .get(orderId);
  if (row === undefined) throw orderNotFound(orderId);
  return paymentSchema.parse(row);
}
