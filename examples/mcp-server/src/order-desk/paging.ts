/** Keyset paging: a cursor is the sort key of the last item shown, so that new records shift no page. */
import { OrderDeskError } from './order-desk-error.ts';

function writeCursor(sortKey: readonly string[]): string {
  return Buffer.from(JSON.stringify(sortKey)).toString('base64url');
}

/** The sort key in a cursor of `cutPage`. Throws `invalid_cursor`. */
export function readCursor(cursor: string, length: number): string[] {
  const sortKey = parse(cursor);
  if (!Array.isArray(sortKey) || sortKey.length !== length || !sortKey.every((part) => typeof part === 'string')) {
    throw new OrderDeskError(
      'invalid_cursor',
      'The cursor is not one that this tool returned.',
      'Repeat the search without a cursor, then pass next_cursor exactly as it was returned.',
    );
  }
  return sortKey;
}

/** The page, and the cursor to what follows; `rows` holds one row more than the page when something follows. */
export function cutPage<Row>(rows: Row[], limit: number, sortKey: (row: Row) => string[]) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next_cursor: writeCursor(sortKey(last)) } : { items };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
