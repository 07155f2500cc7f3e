/** What a database must have before a store is used: a mark that says whose it is and of which schema, and the indexes. */
import type { Db, IndexSpecification } from 'mongodb';
import type { Collections, StoreReport } from '../contract.ts';
import { StorageError } from '../storage-error.ts';
import type { MongodbConnection } from './connection.ts';
import { isDuplicate } from './failures.ts';

const schemaVersion = 1;
// With a dot, which no collection of a contract has in its name.
const metaCollection = 'granthouse.meta';
// The server deletes by its own clock; a store whose clock is a little behind it loses nothing.
const deletedAfterSeconds = 300;

/** StorageError `unsupported` on a newer schema or another program's database; made at once by many, it is made once. */
export async function markSchema(connection: MongodbConnection, collections: Collections): Promise<void> {
  const { place, prepare } = connection;
  if ((await versionOf(connection)) === undefined) {
    const named = { name: { $in: Object.keys(collections) } };
    const others = await prepare((database) => database.listCollections(named, { nameOnly: true }).toArray());
    // Unless another instance has made the store meanwhile.
    if (others.length > 0 && (await versionOf(connection)) === undefined) {
      throw new StorageError(
        'unsupported',
        `the database at ${place} belongs to another program: name one of its own for the store`,
      );
    }
    await prepare(async (database) => {
      try {
        await metaOf(database).insertOne({ _id: 'schema', version: schemaVersion });
      } catch (error) {
        // Another instance was faster; its version is judged below.
        if (!isDuplicate(error)) throw error;
      }
    });
  }
  await requireSchema(connection);
}

/** StorageError `unavailable` where no store is yet, `unsupported` on a newer schema. */
export async function requireSchema(connection: MongodbConnection): Promise<void> {
  const { place } = connection;
  const version = await versionOf(connection);
  if (version === undefined) {
    const remedy = 'name the database of one, or start the server, which makes it';
    throw new StorageError('unavailable', `there is no store yet in that database at ${place}: ${remedy}`);
  }
  if (version === schemaVersion) return;
  const remedy = 'run the version that wrote it, or a newer one';
  throw new StorageError(
    'unsupported',
    `the store at ${place} has schema ${String(version)}, this version knows ${schemaVersion}: ${remedy}`,
  );
}

export async function makeIndexes(connection: MongodbConnection, collections: Collections): Promise<void> {
  for (const [name, { indexes }] of Object.entries(collections)) {
    // Not one of them is unique: beside `_id`, a sharded cluster would have to ask every shard.
    await connection.prepare((database) => database.collection(name).createIndex({ id: 1 }));
    for (const field of indexes) {
      const key = { [`by.${field}`]: 1, id: 1 } as const;
      await connection.prepare((database) => database.collection(name).createIndex(key));
    }
  }
}

/** An index to sweep by. True unless the server was asked to delete by it, too, and can't. */
export async function makeExpiryIndexes(
  connection: MongodbConnection,
  { collections, deletesExpired }: { collections: Collections; deletesExpired: boolean },
): Promise<boolean> {
  let isRefused = false;
  for (const name of Object.keys(collections)) {
    const add = (options: { expireAfterSeconds?: number }): Promise<boolean> => {
      const key: IndexSpecification = { expiresAt: 1 };
      return isTaken(connection.prepare((database) => database.collection(name).createIndex(key, options)));
    };
    if (deletesExpired && (await add({ expireAfterSeconds: deletedAfterSeconds }))) continue;
    isRefused ||= deletesExpired;
    // What is refused here is there with other options, and serves as well.
    await add({});
  }
  return !isRefused;
}

/** False when the server said no to it. */
async function isTaken(step: Promise<unknown>): Promise<boolean> {
  try {
    await step;
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'unsupported') return false;
    throw error;
  }
}

/** What a look at the database finds; the soundness of its files is the server's own affair. */
export async function reportOf(connection: MongodbConnection, collections: Collections): Promise<StoreReport> {
  const records: Record<string, number> = {};
  for (const name of Object.keys(collections)) {
    records[name] = await connection.prepare((database) => database.collection(name).countDocuments());
  }
  return { engine: 'mongodb', schemaVersion, records, problems: [] };
}

function versionOf({ prepare }: MongodbConnection): Promise<number | undefined> {
  return prepare(async (database) => (await metaOf(database).findOne({ _id: 'schema' }))?.version);
}

function metaOf(database: Db) {
  return database.collection<{ _id: string; version: number }>(metaCollection);
}
