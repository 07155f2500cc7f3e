/** What this API refuses, in the one envelope of its document: `{ error, message }` (RFC 9110 §15.5). */
import { causeOf, type Log } from '@granthouse/example-mcp-server/log';
import { OrderDeskError, type OrderDeskErrorCode } from '@granthouse/example-mcp-server/order-desk/order-desk-error';
import type { ErrorRequestHandler, RequestHandler } from 'express';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  /** `message` is whole sentences: what is so, and what to do. */
  constructor(fault: { status: number; code: string; headers?: Record<string, string> }, message: string) {
    super(message);
    this.status = fault.status;
    this.code = fault.code;
    this.headers = fault.headers ?? {};
  }
}

const statuses: Readonly<Record<OrderDeskErrorCode, number>> = {
  customer_not_found: 404,
  order_not_found: 404,
  invalid_cursor: 400,
  invalid_date_range: 400,
  email_taken: 409,
  idempotency_key_reused: 409,
  wrong_currency: 422,
  nothing_to_refund: 422,
  refund_exceeds_payment: 422,
};

export const refuseUnknownPath: RequestHandler = ({ method, path }) => {
  throw new ApiError(
    { status: 404, code: 'no_such_operation' },
    `There is no ${method} ${path}. Look at the document.`,
  );
};

/** What is nobody's fault outside is told to the operator alone. */
export function answerErrors(log: Log): ErrorRequestHandler {
  // oxlint-disable-next-line eslint/max-params -- express knows it by its four parameters
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, code, headers, message } = apiErrorOf(error);
    if (status >= 500) log.error({ error: causeOf(error) }, 'a request failed');
    response.status(status).set(headers).json({ error: code, message });
  };
}

function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof OrderDeskError) {
    return new ApiError({ status: statuses[error.code], code: error.code }, `${error.message} ${error.nextStep}`);
  }
  // What the parser of bodies or the router refuses has a status of the 4xx class.
  const { status = 500 } = Object(error) as { status?: number };
  if (status >= 500) return new ApiError({ status: 500, code: 'internal' }, 'The order desk failed. Try again later.');
  return new ApiError({ status, code: 'invalid_request' }, 'The request can not be read.');
}
