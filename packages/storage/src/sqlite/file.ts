/** The database file: made for its owner's eyes alone, in write-ahead mode, with its schema's version in its header. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type * as Sqlite from 'node:sqlite';
import type { Collections } from './contract.ts';
import { StorageError } from './storage-error.ts';

// "GrHs": tells a store from any other program's SQLite file (https://sqlite.org/fileformat2.html#application_id).
const applicationId = 0x47724873;
const schemaVersion = 1;
const schemaMark = `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`;
const busyMilliseconds = 5000;

/** Opens or makes the file with a table for each collection; StorageError `unsupported` or `unavailable`. */
export async function openDatabase(path: string, collections: Collections): Promise<Sqlite.DatabaseSync> {
  const { DatabaseSync: Database } = loadSqlite();
  let database: Sqlite.DatabaseSync | undefined;
  try {
    database = attempt(() => new Database(makeFile(path)));
    await prepare(database, collections);
    return database;
  } catch (error) {
    database?.close();
    if (!(error instanceof StorageError)) throw error;
    // Which file it was, SQLite doesn't say.
    throw new StorageError(error.code, `${path}: ${error.message}`, { cause: error.cause });
  }
}

async function prepare(database: Sqlite.DatabaseSync, collections: Collections): Promise<void> {
  // Before anything is written to what may be another's file.
  attempt(() => requireStore(database));
  await writeAhead(database);
  attempt(() => makeSchema(database, collections));
}

/** Runs a step on the database or its file; what fails there is a StorageError `unavailable`. */
export function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (!isOfTheFile(cause)) throw cause;
    throw new StorageError('unavailable', `the database can't be used now: ${cause.message}`, { cause });
  }
}

/** The table of a collection. */
export function tableName(collection: string): string {
  return `"documents_${collection}"`;
}

/**
 * A document's field as JSON text, the expression that its index is made of: text is compared as JSON.stringify wrote
 * it, so that a control character neither ends a value early nor makes two values one.
 */
export function fieldExpression(field: string): string {
  return `document -> '$."${field}"'`;
}

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
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its -wal and -shm files the mode of the file itself.
  closeSync(openSync(file, 'a', 0o600));
  return file;
}

function requireStore(database: Sqlite.DatabaseSync): void {
  database.exec(`PRAGMA busy_timeout = ${busyMilliseconds}`);
  // One transaction: between two reads, another process may have made the schema.
  database.exec('BEGIN');
  requireSchema(database);
  database.exec('COMMIT');
}

async function writeAhead(database: Sqlite.DatabaseSync): Promise<void> {
  const deadline = performance.now() + busyMilliseconds;
  for (;;) {
    try {
      const mode = attempt(() => pragma(database, 'journal_mode = WAL'));
      if (mode === 'wal') break;
      throw new StorageError('unsupported', 'the file system has no write-ahead log for SQLite: use a local disk');
    } catch (error) {
      // SQLite fails at once, whatever its timeout, when two processes switch the mode of one new file.
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await wait(5 + Math.random() * 20);
    }
  }
  database.exec('PRAGMA synchronous = FULL');
}

function makeSchema(database: Sqlite.DatabaseSync, collections: Collections): void {
  // What fails before the commit is undone when the caller closes the database.
  database.exec('BEGIN IMMEDIATE');
  // Only where they are missing, so that opening what is complete writes nothing.
  if (requireSchema(database)) database.exec(schemaMark);
  database.exec(schemaOf(collections));
  database.exec('COMMIT');
}

/** Throws unless the file is a store's or empty; true when it's empty. */
function requireSchema(database: Sqlite.DatabaseSync): boolean {
  const [application, version] = [pragma(database, 'application_id'), pragma(database, 'user_version')];
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (application === 0 && version === 0 && isEmpty) return true;
  if (application !== applicationId) {
    throw new StorageError('unsupported', 'the file belongs to another program: name a path of its own for the store');
  }
  if (Number(version) > schemaVersion) {
    throw new StorageError(
      'unsupported',
      `the store has schema ${String(version)}, this version knows ${schemaVersion}: run the version that wrote it, or a newer one`,
    );
  }
  return false;
}

function schemaOf(collections: Collections): string {
  const statements = Object.entries(collections).flatMap(([collection, { indexes }]) => {
    const table = tableName(collection);
    // A dot and a space keep these names apart from every table's.
    const named = (name: string): string => `"documents_${collection}${name}" ON ${table}`;
    return [
      `CREATE TABLE IF NOT EXISTS ${table} (id BLOB NOT NULL PRIMARY KEY, document TEXT NOT NULL, expires_at REAL) STRICT`,
      `CREATE INDEX IF NOT EXISTS ${named(' expiry')} (expires_at) WHERE expires_at IS NOT NULL`,
      ...indexes.map((field) => `CREATE INDEX IF NOT EXISTS ${named(`.${field}`)} (${fieldExpression(field)}, id)`),
    ];
  });
  return statements.join(';\n');
}

function pragma(database: Sqlite.DatabaseSync, words: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${words}`).get() ?? {})[0];
}

// SQLite's own failures, and those of the file system, which alone have a system call. Not by instanceof: every realm
// has an Error of its own.
function isOfTheFile(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && error.code === 'ERR_SQLITE_ERROR') || 'syscall' in error;
}

// https://sqlite.org/rescode.html#busy
function isBusy(error: unknown): boolean {
  const cause: unknown = error instanceof StorageError ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'errcode' in cause && Number(cause.errcode) % 256 === 5;
}
