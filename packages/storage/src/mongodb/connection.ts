/** The driver, held so that every step ends in time and fails with an error that names the server and no secret. */
import type * as Driver from 'mongodb';
import { unavailable, withStorageErrors } from './failures.ts';
import { StorageError } from '../storage-error.ts';

// A request is answered within seconds, whatever the network does. The driver's own limits are below, so that it
// notices a dead connection and leaves it.
const answerMilliseconds = 5000;

/** A URI may name others. */
const defaults = {
  appName: 'granthouse',
  connectTimeoutMS: 2500,
  maxPoolSize: 50,
  serverSelectionTimeoutMS: 2500,
  socketTimeoutMS: 4000,
  waitQueueTimeoutMS: 2500,
};

export interface MongodbAddress {
  /** `mongodb://…` or `mongodb+srv://…`. The password that it may hold is never told. */
  readonly uri: string;
  /** By default the one that the URI names, or `granthouse`. It must be the store's alone. */
  readonly database?: string | undefined;
}

export interface MongodbConnection {
  readonly database: Driver.Db;
  /** Host and port of each server that the URI names. */
  readonly place: string;
  /** A server that is alone: no replica set, no cluster. */
  isStandalone(): boolean;
  /** Runs a step before the store is open: what the server refuses is StorageError `unsupported`, the rest `unavailable`. */
  prepare<T>(step: () => Promise<T>): Promise<T>;
  /** Runs a step of an open store: it is answered in time, and whatever fails there is `unavailable`. */
  run<T>(step: (deadline: Deadline) => Promise<T>): Promise<T>;
  /** Waits for what is running, then leaves. */
  close(): Promise<void>;
}

/** When a caller gives up; a step of several commands then sends no more of them. */
export interface Deadline {
  readonly isOver: boolean;
}

/** Connects; StorageError `unsupported` or `unavailable`, with a remedy. */
export async function connectMongodb({ uri, database }: MongodbAddress): Promise<MongodbConnection> {
  const driver = await loadDriver();
  const client = clientOf(driver, uri);
  const place = placeOf(client);
  const kinds = serverKinds(client);
  const running = new Set<Promise<unknown>>();
  const connection: MongodbConnection = {
    database: client.db(databaseName(client, { uri, database }), guarantees(driver)),
    place,
    isStandalone: () => kinds.has('Standalone'),
    prepare: (step) => withStorageErrors(step(), { place, refused: 'unsupported' }),
    run(step) {
      const answer = withStorageErrors(inTime(step, place), { place, refused: 'unavailable' });
      running.add(answer);
      const leave = () => running.delete(answer);
      void answer.then(leave, leave);
      return answer;
    },
    async close() {
      await Promise.allSettled(running);
      await client.close();
    },
  };
  try {
    await connection.prepare(() => client.connect());
    return connection;
  } catch (error) {
    await client.close();
    throw error;
  }
}

// Only when a store is opened, so that those who use other engines need not install it.
async function loadDriver(): Promise<typeof Driver> {
  try {
    return await import('mongodb');
  } catch (cause) {
    throw new StorageError('unsupported', 'the MongoDB engine needs its driver: npm install mongodb@7.8', { cause });
  }
}

function clientOf(driver: typeof Driver, uri: string): Driver.MongoClient {
  const named = new Set(Array.from(new URLSearchParams(uri.split('?')[1]).keys(), (name) => name.toLowerCase()));
  const unnamed = Object.entries(defaults).filter(([name]) => !named.has(name.toLowerCase()));
  try {
    return new driver.MongoClient(uri, Object.fromEntries(unnamed));
  } catch {
    // Its error shows parts of the URI, among which a password may be.
    throw new StorageError(
      'unsupported',
      'the URI of MongoDB is wrong: write mongodb://user:password@host:27017/database, with what has a meaning there percent-encoded in user and password',
    );
  }
}

/**
 * What a URI can't weaken. Writes are answered when a majority has them in its journal: a failover loses none. Reads are
 * the primary's, of what a majority has: every instance sees at once what another was answered, and nothing is shown that
 * a failover takes back.
 */
function guarantees(driver: typeof Driver): Driver.DbOptions {
  return {
    readConcern: new driver.ReadConcern('majority'),
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 4000 },
  };
}

function placeOf({ options }: Driver.MongoClient): string {
  return options.srvHost ?? options.hosts.map(String).join(',');
}

function databaseName(client: Driver.MongoClient, { uri, database }: MongodbAddress): string {
  // The driver's own name for none is `test`.
  const inUri = /^[^:]+:\/\/[^/]*\/[^?]/.test(uri) ? client.options.dbName : undefined;
  const name = database ?? inUri ?? 'granthouse';
  // https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions, those of Windows included.
  if (/^[^/\\. "$*<>:|?\0]{1,63}$/.test(name)) return name;
  throw new StorageError(
    'unsupported',
    `${JSON.stringify(name)} can't name a database of MongoDB: use letters and digits`,
  );
}

function serverKinds(client: Driver.MongoClient): ReadonlySet<string> {
  const kinds = new Set<string>();
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    for (const { type } of newDescription.servers.values()) kinds.add(type);
  });
  return kinds;
}

async function inTime<T>(step: (deadline: Deadline) => Promise<T>, place: string): Promise<T> {
  const deadline = { isOver: false };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      deadline.isOver = true;
      reject(unavailable(place, `no answer within ${answerMilliseconds / 1000} seconds`));
    }, answerMilliseconds);
  });
  try {
    return await Promise.race([step(deadline), late]);
  } finally {
    clearTimeout(timer);
  }
}
