/** The schema of the database: a table for each collection, an index for each declared field, its version in the file's header. */
import type { DatabaseSync } from 'node:sqlite';
import type { Collections } from '../contract.ts';
import { StorageError } from '../storage-error.ts';
import { transaction } from './transaction.ts';

// "GrHs": tells a store from any other program's SQLite file (https://sqlite.org/fileformat2.html#application_id).
const applicationId = 0x47724873;
const schemaVersion = 1;
const schemaMark = `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`;

/** Makes what is missing, and drops the indexes that are no longer declared: each would slow down every write. */
export function makeSchema(database: DatabaseSync, collections: Collections): void {
  transaction(database, 'BEGIN IMMEDIATE', () => {
    // Only where they are missing, so that opening what is complete writes nothing.
    if (requireSchema(database)) database.exec(schemaMark);
    for (const [collection, { indexes }] of Object.entries(collections)) {
      dropUndeclared(database, collection, indexes);
      database.exec(schemaOf(collection, indexes));
    }
  });
}

/** Throws unless the file is a store's or empty; true when it's empty. */
export function requireSchema(database: DatabaseSync): boolean {
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

/** The first value that a PRAGMA answers. */
export function pragma(database: DatabaseSync, words: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${words}`).get() ?? {})[0];
}

// A dot keeps the names of indexes apart from every table's.
const indexName = (collection: string, field: string): string => `documents_${collection}.${field}`;

function schemaOf(collection: string, indexes: readonly string[]): string {
  const table = tableName(collection);
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (id BLOB NOT NULL PRIMARY KEY, document TEXT NOT NULL, expires_at REAL) STRICT`,
    `CREATE INDEX IF NOT EXISTS "documents_${collection} expiry" ON ${table} (expires_at) WHERE expires_at IS NOT NULL`,
    ...indexes.map(
      (field) =>
        `CREATE INDEX IF NOT EXISTS "${indexName(collection, field)}" ON ${table} (${fieldExpression(field)}, id)`,
    ),
  ].join(';\n');
}

function dropUndeclared(database: DatabaseSync, collection: string, indexes: readonly string[]): void {
  const declared = new Set(indexes.map((field) => indexName(collection, field)));
  const found = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?`)
    .all(`documents_${collection}`);
  for (const name of found.map((row) => String(row['name']))) {
    if (name.startsWith(indexName(collection, '')) && !declared.has(name)) database.exec(`DROP INDEX "${name}"`);
  }
}
