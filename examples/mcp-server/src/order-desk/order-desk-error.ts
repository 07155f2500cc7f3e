/** What a caller of the order desk did wrong: a stable code, what is so, and what to do next. */

export type OrderDeskErrorCode =
  | 'customer_not_found'
  | 'order_not_found'
  | 'email_taken'
  | 'invalid_cursor'
  | 'invalid_date_range'
  | 'wrong_currency'
  | 'nothing_to_refund'
  | 'refund_exceeds_payment'
  | 'idempotency_key_reused';

/** Thrown by the domain and shown to the agent as it is, so it never holds more than the caller may know. */
export class OrderDeskError extends Error {
  override readonly name = 'OrderDeskError';
  readonly code: OrderDeskErrorCode;
  readonly nextStep: string;

  /** `found` and `nextStep` are whole sentences. */
  constructor(code: OrderDeskErrorCode, found: string, nextStep: string) {
    super(found);
    this.code = code;
    this.nextStep = nextStep;
  }
}

/** For every function that is given the id of an order. */
export function orderNotFound(orderId: string): OrderDeskError {
  return new OrderDeskError(
    'order_not_found',
    `No order has the id ${JSON.stringify(orderId)}.`,
    'Find the id with search_orders, for instance by the name of the customer, then call again with it.',
  );
}
