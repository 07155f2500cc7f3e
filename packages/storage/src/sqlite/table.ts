/** A collection as a table: each method is one statement, prepared once; writes join the transaction of their turn. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { CollectionTable, FoundRecord, Search } from '../collection-table.ts';
import type { IndexedValue } from '../contract.ts';
import { changedText } from '../document-text.ts';
import { patiently } from './failures.ts';
import type { GroupCommit } from './group-commit.ts';
import { fieldExpression, tableName } from './schema.ts';

/** How many records one step removes, and how many times as long as it took others then have for themselves. */
interface Pace {
  readonly limit: number;
  readonly rest: number;
}

const atOnce: Pace = { limit: 100, rest: 0 };

// Nobody waits for a sweep. At this pace, p99 of those beside it stays within twice what it is without; most of the
// rest is for the checkpoints, which it makes more frequent.
const unhurried: Pace = { limit: 25, rest: 19 };

/** Milliseconds. */
const longestRest = 1000;

export interface TableParts {
  readonly database: DatabaseSync;
  readonly collection: string;
  readonly indexes: readonly string[];
  readonly commits: Pick<GroupCommit, 'write'>;
  readonly now: () => number;
}

export function sqliteTable(parts: TableParts): CollectionTable {
  const { now, commits } = parts;
  const statements = prepareStatements(parts);
  const read = (id: string, at: number): string | undefined => {
    const row = statements.get.get({ id: Buffer.from(id), now: at });
    return row && String(row['document']);
  };
  return {
    insert: ({ id, text, expiresAt = null }) =>
      commits.write(() => changes(statements.insert, { id: Buffer.from(id), text, expiresAt, now: now() }) === 1),
    put: ({ id, text, expiresAt = null }) =>
      commits.write(() => void changes(statements.put, { id: Buffer.from(id), text, expiresAt })),
    get: (id) => patiently(() => read(id, now())),
    compareAndSet: (id, change) =>
      commits.write(() => {
        const at = now();
        const found = read(id, at);
        const text = found === undefined ? undefined : changedText(found, change);
        if (text === undefined) return false;
        // No other writer is let in between the reading and this.
        return changes(statements.change, { id: Buffer.from(id), text, expiresAt: change.expiresAt ?? null }) === 1;
      }),
    delete: (id) => commits.write(() => changes(statements.delete, { id: Buffer.from(id), now: now() }) === 1),
    find: (search) => patiently(() => find(statements, search, now())),
    deleteBy: ({ field, value }) =>
      inSteps(atOnce, (limit) =>
        commits.write(() =>
          changes(indexed(statements.deleteBy, field), { value: JSON.stringify(value), now: now(), limit }),
        ),
      ),
    sweep: () => inSteps(unhurried, (limit) => commits.write(() => changes(statements.sweep, { now: now(), limit }))),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

const isLive = '(expires_at IS NULL OR expires_at > :now)';

function prepareStatements({ database, collection, indexes }: TableParts) {
  const table = tableName(collection);
  const write = `INSERT INTO ${table} (id, document, expires_at) VALUES (:id, :text, :expiresAt)
    ON CONFLICT (id) DO UPDATE SET document = excluded.document, expires_at = excluded.expires_at`;
  const select = (condition: string): StatementSync =>
    database.prepare(
      `SELECT id, document FROM ${table} WHERE ${condition} id > :after AND ${isLive} ORDER BY id LIMIT :limit`,
    );
  const remove = (condition: string): StatementSync =>
    database.prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT :limit)`,
    );
  const each = (prepare: (expression: string) => StatementSync): ReadonlyMap<string, StatementSync> =>
    new Map(indexes.map((field) => [field, prepare(fieldExpression(field))]));
  return {
    insert: database.prepare(`${write} WHERE expires_at <= :now`),
    put: database.prepare(write),
    get: database.prepare(`SELECT document FROM ${table} WHERE id = :id AND ${isLive}`),
    change: database.prepare(
      `UPDATE ${table} SET document = :text, expires_at = ifnull(:expiresAt, expires_at) WHERE id = :id`,
    ),
    delete: database.prepare(`DELETE FROM ${table} WHERE id = :id AND ${isLive}`),
    list: select(''),
    find: each((expression) => select(`${expression} = :value AND`)),
    deleteBy: each((expression) => remove(`${expression} = :value AND ${isLive}`)),
    sweep: remove('expires_at <= :now'),
  };
}

function changes(statement: StatementSync, values: Parameters<StatementSync['run']>[0]): number {
  return Number(statement.run(values).changes);
}

/** One step after another, until one finds less than it may remove. */
async function* inSteps(
  { limit, rest }: Pace,
  remove: (limit: number) => Promise<number>,
): AsyncGenerator<number, void, undefined> {
  for (;;) {
    const begun = performance.now();
    const removed = await remove(limit);
    const isLast = removed < limit;
    if (!isLast && rest > 0) await wait(Math.min(longestRest, rest * (performance.now() - begun)));
    yield removed;
    if (isLast) return;
  }
}

function find(statements: Statements, { index, after, limit }: Search, now: number): FoundRecord[] {
  // A number sorts before every BLOB, so that 0 begins at the beginning.
  const page = { after: after === undefined ? 0 : Buffer.from(after), limit, now };
  const rows = index
    ? indexed(statements.find, index.field).all({ ...page, value: JSON.stringify(index.value) })
    : statements.list.all(page);
  // Ids are kept as bytes: text would end at its first NUL when it is read.
  return rows.map(({ id, document }) => ({ id: Buffer.from(id as Uint8Array).toString(), text: String(document) }));
}

function indexed(statements: ReadonlyMap<string, StatementSync>, field: IndexedValue['field']): StatementSync {
  const statement = statements.get(field);
  if (!statement) throw new Error(`no statement was prepared for ${field}`);
  return statement;
}
