/** The database file: made for its owner's eyes alone, in write-ahead mode, every commit synced. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as Sqlite from 'node:sqlite';
import type { Collections } from '../contract.ts';
import { StorageError } from '../storage-error.ts';
import { attempt, patiently } from './failures.ts';
import { makeSchema, pragma, requireSchema } from './schema.ts';
import { transaction } from './transaction.ts';

/** Opens or makes the file with a table for each collection; StorageError `unsupported` or `unavailable`. */
export async function openDatabase(path: string, collections: Collections): Promise<Sqlite.DatabaseSync> {
  const { DatabaseSync: Database } = loadSqlite();
  return opened(path, {
    open: () => new Database(makeFile(path)),
    async prepare(database) {
      // Before anything is written to what may be another's file.
      await patiently(() => requireStore(database));
      await writeAhead(database);
      await patiently(() => makeSchema(database, collections));
    },
  });
}

/** Opens the file of a store to read it alone; StorageError `unavailable` where no store is yet, or as `openDatabase` does. */
export async function readDatabase(path: string): Promise<Sqlite.DatabaseSync> {
  const { DatabaseSync: Database } = loadSqlite();
  return opened(path, {
    open: () => {
      if (!existsSync(path)) throw noStore();
      return new Database(resolve(path), { readOnly: true });
    },
    async prepare(database) {
      if (await patiently(() => requireStore(database))) throw noStore();
    },
  });
}

/** Brings what was written into the file itself, and leaves it. */
export function closeDatabase(database: Sqlite.DatabaseSync): void {
  attempt(() => {
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  });
}

interface Opening {
  open(): Sqlite.DatabaseSync;
  prepare(database: Sqlite.DatabaseSync): Promise<void>;
}

async function opened(path: string, { open, prepare }: Opening): Promise<Sqlite.DatabaseSync> {
  let database: Sqlite.DatabaseSync | undefined;
  try {
    database = attempt(open);
    await prepare(database);
    return database;
  } catch (error) {
    database?.close();
    if (!(error instanceof StorageError)) throw error;
    // Which file it was, SQLite doesn't say.
    throw new StorageError(error.code, `${path}: ${error.message}`, { cause: error.cause });
  }
}

const noStore = () =>
  new StorageError('unavailable', 'there is no store yet: name the path of one, or start the server, which makes it');

// Only when a store is opened, so that the rest of the library runs where there is no node:sqlite.
function loadSqlite(): typeof Sqlite {
  const sqlite = process.getBuiltinModule('node:sqlite') as typeof Sqlite | undefined;
  if (sqlite) return sqlite;
  throw new StorageError(
    'unsupported',
    `Node ${process.versions.node} has no node:sqlite: run on Node 22.13 or newer, or choose another engine`,
  );
}

function makeFile(path: string): string {
  if (path === ':memory:') {
    throw new StorageError('unsupported', 'the SQLite engine needs a file: use memoryEngine to keep nothing');
  }
  // An absolute path is never taken for a file: URI.
  const file = resolve(path);
  makeFolder(dirname(file));
  // SQLite gives its -wal and -shm files the mode of the file itself.
  closeSync(openSync(file, 'a', 0o600));
  return file;
}

/** One after the other: Node's own recursion never ends below a folder that takes no other, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may make it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

/** As `requireSchema`, in one transaction: between two reads, another process may have made the schema. */
function requireStore(database: Sqlite.DatabaseSync): boolean {
  return transaction(database, 'BEGIN', () => requireSchema(database));
}

async function writeAhead(database: Sqlite.DatabaseSync): Promise<void> {
  const mode = await patiently(() => pragma(database, 'journal_mode = WAL'));
  if (mode !== 'wal') {
    throw new StorageError('unsupported', 'the file system has no write-ahead log for SQLite: use a local disk');
  }
  database.exec('PRAGMA synchronous = FULL');
  // Pages after which the log is brought into the file, by whoever commits then. In a large store each lies elsewhere:
  // at SQLite's own 1,000, everybody waits long enough to notice; the same work in smaller parts takes no longer.
  database.exec('PRAGMA wal_autocheckpoint = 200');
}
