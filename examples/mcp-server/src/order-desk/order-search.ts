/** Orders by status, customer, words and dates, newest first, page by page. */
import type { SQLInputValue } from 'node:sqlite';
import { getCustomer } from './customers.ts';
import type { OrderDesk } from './database.ts';
import { OrderDeskError } from './order-desk-error.ts';
import { type OrderSummary, type orderStatuses, readSummary, summaryColumns } from './orders.ts';
import { cutPage, readCursor } from './paging.ts';
import { searchWords } from './search-words.ts';

type OrderStatus = (typeof orderStatuses)[number];

export interface OrderFilter {
  /** Any of them, where there are several. */
  readonly status?: OrderStatus | readonly OrderStatus[] | undefined;
  readonly customer_id?: string | undefined;
  readonly text?: string | undefined;
  /** Dates as YYYY-MM-DD, in UTC; both days are included. */
  readonly placed_from?: string | undefined;
  readonly placed_to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface OrderPage {
  readonly items: OrderSummary[];
  /** How many orders match, over all pages. */
  readonly total_matches: number;
  readonly next_cursor?: string;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Throws `customer_not_found`, `invalid_date_range`, `invalid_cursor`. */
export function searchOrders(desk: OrderDesk, filter: OrderFilter): OrderPage {
  if (filter.customer_id !== undefined) getCustomer(desk, filter.customer_id);
  const matching = conditionsOf(filter);
  const remaining = [...matching, ...afterCursor(filter.cursor)];
  const rows = desk.database
    .prepare(
      `SELECT ${summaryColumns} FROM orders o JOIN customers c ON c.id = o.customer_id
       WHERE ${join(remaining)} ORDER BY o.placed_at DESC, o.id DESC LIMIT ?`,
    )
    .all(...valuesOf(remaining), filter.limit + 1);
  const count = desk.database
    .prepare(`SELECT COUNT(*) AS matches FROM orders o WHERE ${join(matching)}`)
    .get(...valuesOf(matching));
  const page = cutPage(rows.map(readSummary), filter.limit, (order) => [order.placed_at, order.order_id]);
  return { ...page, total_matches: Number(count?.['matches']) };
}

function conditionsOf({ status, customer_id, text, placed_from, placed_to }: OrderFilter): Condition[] {
  if (placed_from !== undefined && placed_to !== undefined && placed_from > placed_to) {
    throw new OrderDeskError(
      'invalid_date_range',
      `placed_from (${placed_from}) is after placed_to (${placed_to}), so no order can match.`,
      'Swap the two dates, or leave one of them out.',
    );
  }
  return [
    ...isAmong('o.status', status),
    ...equals('o.customer_id = ?', customer_id),
    ...equals('substr(o.placed_at, 1, 10) >= ?', placed_from),
    ...equals('substr(o.placed_at, 1, 10) <= ?', placed_to),
    ...searchWords(text ?? '').map((word) => ({ sql: 'instr(o.search_text, ?) > 0', values: [word] })),
  ];
}

function afterCursor(cursor: string | undefined): Condition[] {
  if (cursor === undefined) return [];
  return [{ sql: '(o.placed_at, o.id) < (?, ?)', values: readCursor(cursor, 2) }];
}

const equals = (sql: string, value: string | undefined): Condition[] =>
  value === undefined ? [] : [{ sql, values: [value] }];

function isAmong(column: string, wanted: string | readonly string[] | undefined): Condition[] {
  const values = [wanted ?? []].flat();
  return values.length === 0 ? [] : [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values }];
}

const join = (conditions: Condition[]) => conditions.map(({ sql }) => sql).join(' AND ') || 'TRUE';

const valuesOf = (conditions: Condition[]) => conditions.flatMap(({ values }) => values);
