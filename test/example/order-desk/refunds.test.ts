/** Refunds: once per key, never more than was paid, whoever calls how often from wherever. */
import { type OrderDesk, openOrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import { OrderDeskError } from '@granthouse/example-mcp-server/order-desk/order-desk-error';
import { getOrder, type Order } from '@granthouse/example-mcp-server/order-desk/orders';
import { searchOrders } from '@granthouse/example-mcp-server/order-desk/order-search';
import { createRefund, type RefundRequest } from '@granthouse/example-mcp-server/order-desk/refunds';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

const now = Date.UTC(2026, 10, 23, 12);
const caller = 'https://issuer.example ada';
let desk: OrderDesk;

beforeEach(() => {
  desk = openOrderDesk({ path: ':memory:', now: () => now });
});
afterEach(() => desk.close());

const orderWhere = (matches: (order: Order) => boolean): Order => {
  const orders = searchOrders(desk, { limit: 100 }).items.map(({ order_id }) => getOrder(desk, order_id));
  return orders.find(matches)!;
};
const paidOrder = () => orderWhere(({ status, refunds }) => status === 'delivered' && refunds.length === 0);
const requestFor = (order: Order, change: Partial<RefundRequest> = {}): RefundRequest => ({
  order_id: order.order_id,
  amount_minor: 500,
  currency: order.currency,
  reason: 'Scratched on arrival',
  idempotency_key: 'key-0001',
  ...change,
});
/** What the desk answered, or the code of its refusal; anything else is a bug. */
const attempt = <Answer>(act: () => Answer): Answer | string => {
  try {
    return act();
  } catch (error) {
    if (error instanceof OrderDeskError) return error.code;
    throw error;
  }
};
const refusal = (change: Partial<RefundRequest>, order = paidOrder()) =>
  attempt(() => createRefund(desk, caller, requestFor(order, change)));

describe('an idempotency key', () => {
  it('gets the first refund again, unchanged, and moves no money twice', () => {
    const order = paidOrder();
    const first = createRefund(desk, caller, requestFor(order));
    createRefund(desk, caller, requestFor(order, { idempotency_key: 'key-0002' }));
    const second = createRefund(desk, caller, requestFor(order));
    expect(first.repeated).toBe(false);
    expect(second).toEqual({ refund: first.refund, repeated: true });
    expect(getOrder(desk, order.order_id).refunded_minor).toBe(1000);
  });

  it('gets the first refund again even when nothing is left to refund', () => {
    const order = paidOrder();
    const request = requestFor(order, { amount_minor: order.paid_minor });
    const { refund } = createRefund(desk, caller, request);
    expect(refund.refundable_minor).toBe(0);
    expect(createRefund(desk, caller, request).refund).toEqual(refund);
  });

  it.each<[string, Partial<RefundRequest>]>([
    ['another amount', { amount_minor: 501 }],
    ['another reason', { reason: 'Lost in the post' }],
    ['another currency', { currency: 'JPY' }],
    ['another order', { order_id: 'ord_1001' }],
    ['an order that does not exist', { order_id: 'ord_1' }],
  ])('is refused with %s', (_title, change) => {
    const order = orderWhere(
      ({ order_id, refundable_minor, currency }) =>
        order_id !== 'ord_1001' && refundable_minor > 0 && currency !== 'JPY',
    );
    createRefund(desk, caller, requestFor(order));
    expect(refusal(change, order)).toBe('idempotency_key_reused');
    expect(getOrder(desk, order.order_id).refunded_minor - order.refunded_minor).toBe(500);
  });

  it('of one caller says nothing about the same key of another', () => {
    const order = paidOrder();
    const first = createRefund(desk, caller, requestFor(order));
    const other = createRefund(desk, 'https://issuer.example grace', requestFor(order));
    expect(other.repeated).toBe(false);
    expect(other.refund.refund_id).not.toBe(first.refund.refund_id);
  });

  it('stays unused when its request was refused', () => {
    const order = paidOrder();
    expect(refusal({ amount_minor: order.paid_minor + 1 }, order)).toBe('refund_exceeds_payment');
    expect(createRefund(desk, caller, requestFor(order)).repeated).toBe(false);
  });
});

describe('an amount', () => {
  it('may be all that was paid, and one minor unit more is refused', () => {
    const order = paidOrder();
    expect(refusal({ amount_minor: order.paid_minor + 1 }, order)).toBe('refund_exceeds_payment');
    expect(createRefund(desk, caller, requestFor(order, { amount_minor: order.paid_minor })).refund).toMatchObject({
      amount_minor: order.paid_minor,
      refundable_minor: 0,
      created_at: '2026-11-23T12:00:00.000Z',
    });
    expect(refusal({ amount_minor: 1, idempotency_key: 'key-0002' }, order)).toBe('nothing_to_refund');
  });

  it('is refused for an order that was never paid', () => {
    expect(
      refusal(
        {},
        orderWhere(({ paid_minor }) => paid_minor === 0),
      ),
    ).toBe('nothing_to_refund');
  });

  it('is refused in another currency than the order’s, because nothing is converted', () => {
    expect(
      refusal(
        { currency: 'GBP' },
        orderWhere(({ currency, paid_minor }) => currency === 'EUR' && paid_minor > 0),
      ),
    ).toBe('wrong_currency');
  });

  it('is refused for an order that does not exist', () => {
    expect(refusal({ order_id: 'ord_1' })).toBe('order_not_found');
  });

  it('never adds up to more than was paid, whatever is asked in whatever order', () => {
    const request = fc.record({
      share: fc.double({ min: 0.01, max: 1.2, noNaN: true }),
      key: fc.constantFrom('key-000a', 'key-000b', 'key-000c', 'key-000d'),
      who: fc.constantFrom('ada', 'grace'),
    });
    const orders = searchOrders(desk, { limit: 100 }).items.map(({ order_id }) => getOrder(desk, order_id));
    fc.assert(
      fc.property(fc.constantFrom(...orders), fc.array(request, { maxLength: 6 }), (order, requests) => {
        for (const { share, key, who } of requests) {
          const change = {
            amount_minor: Math.ceil(order.total_minor * share),
            idempotency_key: `${key}-${order.order_id}`,
          };
          attempt(() => createRefund(desk, who, requestFor(order, change)));
        }
        const { paid_minor, refunded_minor, refundable_minor, refunds } = getOrder(desk, order.order_id);
        expect(refunded_minor).toBe(refunds.reduce((sum, { amount_minor }) => sum + amount_minor, 0));
        expect(refunded_minor).toBeLessThanOrEqual(paid_minor);
        expect(refundable_minor).toBe(paid_minor - refunded_minor);
      }),
    );
  });

  it('is stopped by the database itself should the rules be passed by', () => {
    const { order_id, paid_minor, currency } = paidOrder();
    const insert = desk.database.prepare(
      `INSERT INTO refunds (order_id, amount_minor, currency, reason, refundable_minor, caller, idempotency_key, created_at)
       VALUES (?, ?, ?, 'bug', 0, 'bug', ?, '')`,
    );
    insert.run(order_id, paid_minor, currency, 'key-0001');
    expect(() => insert.run(order_id, 1, currency, 'key-0002')).toThrow('refunds exceed the payment');
  });
});
