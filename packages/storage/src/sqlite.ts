/** The embedded engine: one file, many processes; what it answered is on the disk. */
import type { CollectionTable } from './collection-table.ts';
import type { Collections, StorageEngine } from './contract.ts';
import { guardedStore, inspectedStore, requireNames } from './guarded-store.ts';
import { attempt } from './sqlite/failures.ts';
import { closeDatabase, openDatabase, readDatabase } from './sqlite/file.ts';
import { groupCommit } from './sqlite/group-commit.ts';
import { presentCollections, reportOf } from './sqlite/inspection.ts';
import { sqliteTable, type TableParts } from './sqlite/table.ts';

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
      const commits = groupCommit(database);
      const tables = tablesOf(collections, { database, commits, now });
      const close = async (): Promise<void> => {
        await commits.settled();
        closeDatabase(database);
      };
      return guardedStore(collections, { answersTogether: true, tables, close });
    },
    async inspect(collections) {
      requireNames(collections);
      const database = await readDatabase(path);
      try {
        const report = attempt(() => reportOf(database, collections));
        const present = presentCollections(database, collections);
        const tables = tablesOf(present, { database, commits: groupCommit(database), now });
        return inspectedStore(present, { tables, close: () => database.close() }, report);
      } catch (error) {
        database.close();
        throw error;
      }
    },
  };
}

function tablesOf(
  collections: Collections,
  parts: Pick<TableParts, 'database' | 'commits' | 'now'>,
): ReadonlyMap<string, CollectionTable> {
  return attempt(
    () =>
      new Map(
        Object.entries(collections).map(([collection, { indexes }]) => [
          collection,
          sqliteTable({ ...parts, collection, indexes }),
        ]),
      ),
  );
}
