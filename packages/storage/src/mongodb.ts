/** The engine for many instances: MongoDB 4.4 or newer. A change is one command on one document, so that collections shard. */
import type { CollectionTable } from './collection-table.ts';
import type { Collections, StorageEngine } from './contract.ts';
import { guardedStore, inspectedStore, requireNames } from './guarded-store.ts';
import type { MongodbAddress } from './mongodb/address.ts';
import { connectMongodb, type MongodbConnection } from './mongodb/connection.ts';
import { makeExpiryIndexes, makeIndexes, markSchema, reportOf, requireSchema } from './mongodb/schema.ts';
import { mongodbTable, type TableParts } from './mongodb/table.ts';

export interface MongodbEngineOptions extends MongodbAddress {
  /** Milliseconds since the epoch, by default the system's clock; instances on one database need clocks that agree. */
  readonly now?: () => number;
  /** Is told, when a store is opened, what the server can't do; by default it becomes a warning of the process. */
  readonly warn?: (message: string) => void;
}

/**
 * Needs the package `mongodb` 7.8 or newer beside this one; `open` rejects with StorageError `unsupported` without it,
 * on a URI or a user that the server doesn't take, and on a database of a newer schema. While the server is away every
 * method rejects with `unavailable`, within five seconds, and is answered again as soon as the server is back.
 */
export function mongodbEngine({ now, warn = warnProcess, ...address }: MongodbEngineOptions): StorageEngine {
  const tablesOn = (connection: MongodbConnection, collections: Collections) =>
    tablesOf(collections, { connection, now: now ?? Date.now });
  return {
    async open(collections) {
      requireNames(collections);
      const connection = await connectMongodb(address);
      return orClosed(connection, async () => {
        await markSchema(connection, collections);
        await makeIndexes(connection, collections);
        // The server deletes by its own clock: not where the store goes by another.
        const deletesExpired = await makeExpiryIndexes(connection, { collections, deletesExpired: now === undefined });
        tellLacks(connection, { deletesExpired, warn });
        return guardedStore(collections, { tables: tablesOn(connection, collections), close: connection.close });
      });
    },
    async inspect(collections) {
      requireNames(collections);
      const connection = await connectMongodb(address);
      return orClosed(connection, async () => {
        await requireSchema(connection);
        const report = await reportOf(connection, collections);
        const tables = tablesOn(connection, collections);
        return inspectedStore(collections, { tables, close: connection.close }, report);
      });
    },
  };
}

async function orClosed<T>(connection: MongodbConnection, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function tablesOf(
  collections: Collections,
  parts: Pick<TableParts, 'connection' | 'now'>,
): ReadonlyMap<string, CollectionTable> {
  return new Map(
    Object.entries(collections).map(([collection, { indexes }]) => [
      collection,
      mongodbTable({ ...parts, collection, indexes }),
    ]),
  );
}

function tellLacks(
  { place, isStandalone }: MongodbConnection,
  { deletesExpired, warn }: { deletesExpired: boolean; warn: (message: string) => void },
): void {
  if (isStandalone()) {
    warn(
      `MongoDB at ${place} is no replica set: everything is on one machine, and no write is tried again by itself. For people, use a replica set`,
    );
  }
  if (!deletesExpired) {
    warn(`MongoDB at ${place} can't delete by time: what has expired takes space until it is swept`);
  }
}

function warnProcess(message: string): void {
  process.emitWarning(message, 'GranthouseStorageWarning');
}
