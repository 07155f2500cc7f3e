/** Opens the order desk's SQLite database, and fills it with the demo's records when it is new. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from '@granthouse/protocol';
import { schema } from './schema.ts';
import { seed } from './seed.ts';

/** What every domain function works on. */
export interface OrderDesk {
  readonly database: DatabaseSync;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  close(): void;
}

const schemaVersion = 1;

/** Opens or creates the database at `path`; `:memory:` keeps it in memory. Throws ConfigurationError for an unusable path. */
export function openOrderDesk({ path, now = Date.now }: { path: string; now?: () => number }): OrderDesk {
  try {
    if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true });
    const database = prepare(new DatabaseSync(path));
    return { database, now, close: () => database.close() };
  } catch (cause) {
    const remedy = 'give the path of a new file in a folder that may be written to, or of a database of this version';
    throw new ConfigurationError({ path: 'databasePath', found: `${path} (${String(cause)})`, remedy }, { cause });
  }
}

function prepare(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(`
      PRAGMA busy_timeout = 5000;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
    `);
    inTransaction(database, () => fillWhenNew(database));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function fillWhenNew(database: DatabaseSync): void {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version === schemaVersion) return;
  if (version !== 0) throw new Error(`a database of version ${String(version)}`);
  database.exec(schema);
  seed(database);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}

/** Runs `work` as one step: everything or nothing, and no other writer in between, in this process or another. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
