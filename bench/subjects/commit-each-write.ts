/** The SQLite engine with a commit for every write, as `node:sqlite` does it by itself: what the group commit is held against. */
import type { StorageEngine } from '@granthouse/storage';
import { guardedStore } from '../../packages/storage/src/guarded-store.ts';
import { closeDatabase, openDatabase } from '../../packages/storage/src/sqlite/file.ts';
import { sqliteTable } from '../../packages/storage/src/sqlite/table.ts';
import { transaction } from '../../packages/storage/src/sqlite/transaction.ts';

export function commitEachWrite(path: string): StorageEngine {
  return {
    async open(collections) {
      const database = await openDatabase(path, collections);
      const commits = { write: async <T>(step: () => T): Promise<T> => transaction(database, 'BEGIN IMMEDIATE', step) };
      const tables = new Map(
        Object.entries(collections).map(([collection, { indexes }]) => [
          collection,
          sqliteTable({ database, commits, now: Date.now, collection, indexes }),
        ]),
      );
      return guardedStore(collections, { tables, close: () => closeDatabase(database) });
    },
    inspect: () => Promise.reject(new Error('a store that is measured is not inspected')),
  };
}
