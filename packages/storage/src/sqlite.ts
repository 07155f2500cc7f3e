/** The embedded engine: one file, many processes; every method is one statement, which SQLite makes atomic and durable. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CollectionTable, FoundRecord, Search } from './collection-table.ts';
import type { IndexedValue, StorageEngine } from './contract.ts';
import { changedText } from './document-text.ts';
import { guardedStore, requireNames } from './guarded-store.ts';
import { attempt, fieldExpression, openDatabase, tableName } from './sqlite-file.ts';

/**
 * `path`: the database file; it and its folder are made when they aren't there, for their owner alone. `now`:
 * milliseconds since the epoch, by default the system's clock; processes on one file need clocks that agree.
 * Needs Node 22.13; `open` rejects with StorageError `unsupported` before, and on a file of a newer schema.
 */
export function sqliteEngine({ path, now = Date.now }: { path: string; now?: () => number }): StorageEngine {
  return {
    async open(collections) {
      requireNames(collections);
      const database = await openDatabase(path, collections);
      const tables = new Map<string, CollectionTable>();
      attempt(() => {
        for (const [name, { indexes }] of Object.entries(collections)) {
          tables.set(name, sqliteTable(prepareStatements(database, name, indexes), now));
        }
      });
      return guardedStore(collections, { tables, close: () => closeDatabase(database) });
    },
  };
}

type Statements = ReturnType<typeof prepareStatements>;

const isLive = '(expires_at IS NULL OR expires_at > :now)';

function prepareStatements(database: DatabaseSync, collection: string, indexes: readonly string[]) {
  const table = tableName(collection);
  const write = `INSERT INTO ${table} (id, document, expires_at) VALUES (:id, :text, :expiresAt)
    ON CONFLICT (id) DO UPDATE SET document = excluded.document, expires_at = excluded.expires_at`;
  const select = (condition: string): StatementSync =>
    database.prepare(
      `SELECT id, document FROM ${table} WHERE ${condition} id > :after AND ${isLive} ORDER BY id LIMIT :limit`,
    );
  const each = (prepare: (expression: string) => StatementSync): ReadonlyMap<string, StatementSync> =>
    new Map(indexes.map((field) => [field, prepare(fieldExpression(field))]));
  return {
    insert: database.prepare(`${write} WHERE expires_at <= :now`),
    put: database.prepare(write),
    get: database.prepare(`SELECT document FROM ${table} WHERE id = :id AND ${isLive}`),
    replace: database.prepare(
      `UPDATE ${table} SET document = :text, expires_at = ifnull(:expiresAt, expires_at)
        WHERE id = :id AND document = :expected AND ${isLive}`,
    ),
    delete: database.prepare(`DELETE FROM ${table} WHERE id = :id AND ${isLive}`),
    list: select(''),
    find: each((expression) => select(`${expression} = :value AND`)),
    deleteBy: each((expression) => database.prepare(`DELETE FROM ${table} WHERE ${expression} = :value AND ${isLive}`)),
    sweep: database.prepare(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE expires_at <= :now LIMIT :limit)`,
    ),
  };
}

function sqliteTable(statements: Statements, now: () => number): CollectionTable {
  const changes = (statement: StatementSync, values: Parameters<StatementSync['run']>[0]): number =>
    attempt(() => Number(statement.run(values).changes));
  const get = (id: string): string | undefined => {
    const row = attempt(() => statements.get.get({ id: Buffer.from(id), now: now() }));
    return row && String(row['document']);
  };
  return {
    insert: ({ id, text, expiresAt = null }) =>
      changes(statements.insert, { id: Buffer.from(id), text, expiresAt, now: now() }) === 1,
    put({ id, text, expiresAt = null }) {
      changes(statements.put, { id: Buffer.from(id), text, expiresAt });
    },
    get,
    compareAndSet(id, change) {
      for (;;) {
        const expected = get(id);
        const text = expected === undefined ? undefined : changedText(expected, change);
        if (expected === undefined || text === undefined) return false;
        // Only over the very text that was judged; when another process was faster, its text is judged anew.
        const values = { id: Buffer.from(id), text, expected, expiresAt: change.expiresAt ?? null, now: now() };
        if (changes(statements.replace, values) === 1) return true;
      }
    },
    delete: (id) => changes(statements.delete, { id: Buffer.from(id), now: now() }) === 1,
    find: (search) => find(statements, search, now()),
    deleteBy: ({ field, value }) =>
      changes(indexed(statements.deleteBy, field), { value: JSON.stringify(value), now: now() }),
    sweep: (limit) => changes(statements.sweep, { limit, now: now() }),
  };
}

function find(statements: Statements, { index, after, limit }: Search, now: number): FoundRecord[] {
  // A number sorts before every BLOB, so that 0 begins at the beginning.
  const page = { after: after === undefined ? 0 : Buffer.from(after), limit, now };
  const rows = attempt(() =>
    index
      ? indexed(statements.find, index.field).all({ ...page, value: JSON.stringify(index.value) })
      : statements.list.all(page),
  );
  // Ids are kept as bytes: text would end at its first NUL when it is read.
  return rows.map(({ id, document }) => ({ id: Buffer.from(id as Uint8Array).toString(), text: String(document) }));
}

function indexed(statements: ReadonlyMap<string, StatementSync>, field: IndexedValue['field']): StatementSync {
  const statement = statements.get(field);
  if (!statement) throw new Error(`no statement was prepared for ${field}`);
  return statement;
}

function closeDatabase(database: DatabaseSync): void {
  attempt(() => {
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  });
}
