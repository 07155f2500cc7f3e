/** What a look at the database file finds: its schema, how much is in it, and whether it is sound (https://sqlite.org/pragma.html#pragma_integrity_check). */
import type { DatabaseSync } from 'node:sqlite';
import type { Collections, StoreReport } from '../contract.ts';
import { pragma, tableName } from './schema.ts';

/** The collections that the file has a table for: the others are made when the store is next opened. */
export function presentCollections(database: DatabaseSync, collections: Collections): Collections {
  const find = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  return Object.fromEntries(Object.entries(collections).filter(([name]) => find.get(`documents_${name}`)));
}

export function reportOf(database: DatabaseSync, collections: Collections): StoreReport {
  const present = presentCollections(database, collections);
  const count = (name: string): number =>
    Number(database.prepare(`SELECT count(*) AS count FROM ${tableName(name)}`).get()?.['count']);
  return {
    engine: 'sqlite',
    schemaVersion: Number(pragma(database, 'user_version')),
    records: Object.fromEntries(
      Object.keys(collections).map((name) => [name, Object.hasOwn(present, name) ? count(name) : 0]),
    ),
    problems: damages(database).map((found) => `${found}: stop the server and restore the last backup`),
  };
}

function damages(database: DatabaseSync): string[] {
  const found = database
    .prepare('PRAGMA integrity_check(10)')
    .all()
    .map((row) => String(row['integrity_check']));
  return found.length === 1 && found[0] === 'ok' ? [] : found;
}
