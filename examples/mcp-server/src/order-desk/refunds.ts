/** Refunds: never more than was paid, and never twice for one idempotency key of one caller. */
import { z } from 'zod';
import { inTransaction, type OrderDesk } from './database.ts';
import { formatMoney } from './money.ts';
import { OrderDeskError } from './order-desk-error.ts';
import { paymentOf } from './payments.ts';

export const refundSchema = z.object({
  refund_id: z.string().describe('such as ref_1'),
  order_id: z.string(),
  amount_minor: z.int().describe('in the minor unit of the currency'),
  currency: z.string(),
  reason: z.string(),
  refundable_minor: z.int().describe('what could still be refunded after this refund'),
  created_at: z.string().describe('ISO 8601, UTC'),
});
export type Refund = z.infer<typeof refundSchema>;

export interface RefundRequest {
  readonly order_id: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly reason: string;
  readonly idempotency_key: string;
}

const columns = `'ref_' || number AS refund_id, order_id, amount_minor, currency, reason, refundable_minor, created_at`;

/**
 * Refunds once per `caller` and key; a repetition gets the first refund again. A refused request leaves its key unused.
 * Throws `order_not_found`, `wrong_currency`, `nothing_to_refund`, `refund_exceeds_payment`, `idempotency_key_reused`.
 */
export function createRefund(
  desk: OrderDesk,
  caller: string,
  request: RefundRequest,
): { refund: Refund; repeated: boolean } {
  return inTransaction(desk.database, () => {
    const first = refundByKey(desk, caller, request.idempotency_key);
    if (first !== undefined) return { refund: sameRefund(first, request), repeated: true };
    const refundable = judgeAmount(desk, request) - request.amount_minor;
    return { refund: insertRefund(desk, caller, { ...request, refundable_minor: refundable }), repeated: false };
  });
}

/** The refunds of an order, oldest first. */
export function refundsOf(desk: OrderDesk, orderId: string): Refund[] {
  return desk.database
    .prepare(`SELECT ${columns} FROM refunds WHERE order_id = ? ORDER BY number`)
    .all(orderId)
    .map((row) => refundSchema.parse(row));
}

function refundByKey(desk: OrderDesk, caller: string, key: string): Refund | undefined {
  const row = desk.database
    .prepare(`SELECT ${columns} FROM refunds WHERE caller = ? AND idempotency_key = ?`)
    .get(caller, key);
  return row === undefined ? undefined : refundSchema.parse(row);
}

function sameRefund(first: Refund, request: RefundRequest): Refund {
  const differing = (['order_id', 'amount_minor', 'currency', 'reason'] as const).filter(
    (name) => first[name] !== request[name],
  );
  if (differing.length === 0) return first;
  throw new OrderDeskError(
    'idempotency_key_reused',
    `This idempotency_key already made refund ${first.refund_id}, with another ${differing.join(' and ')}. No money moved now.`,
    'To see that refund, repeat the call with its first arguments; for a different refund, choose a new idempotency_key.',
  );
}

/** What can be refunded before this request. */
function judgeAmount(desk: OrderDesk, { order_id: orderId, amount_minor: amount, currency }: RefundRequest): number {
  const payment = paymentOf(desk, orderId);
  if (currency !== payment.currency) {
    throw new OrderDeskError(
      'wrong_currency',
      `Order ${orderId} was paid in ${payment.currency}, not ${currency}.`,
      `Read the amounts with get_order and state amount_minor in ${payment.currency}; nothing is converted.`,
    );
  }
  const refundable = payment.refundable_minor;
  if (refundable === 0) {
    throw new OrderDeskError(
      'nothing_to_refund',
      payment.paid_minor === 0 ? `Order ${orderId} was never paid.` : `Order ${orderId} is already refunded in full.`,
      'Don’t try again; tell the person, with what get_order shows of the payment and its refunds.',
    );
  }
  if (amount > refundable) {
    throw new OrderDeskError(
      'refund_exceeds_payment',
      `${formatMoney(amount, currency)} is more than the ${formatMoney(refundable, currency)} left to refund.`,
      `Ask the person for an amount_minor of at most ${refundable}; don’t choose a smaller one yourself.`,
    );
  }
  return refundable;
}

function insertRefund(desk: OrderDesk, caller: string, refund: RefundRequest & { refundable_minor: number }): Refund {
  const row = desk.database
    .prepare(
      `INSERT INTO refunds (order_id, amount_minor, currency, reason, refundable_minor, caller, idempotency_key, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${columns}`,
    )
    .get(
      refund.order_id,
      refund.amount_minor,
      refund.currency,
      refund.reason,
      refund.refundable_minor,
      caller,
      refund.idempotency_key,
      new Date(desk.now()).toISOString(),
    );
  return refundSchema.parse(row);
}
