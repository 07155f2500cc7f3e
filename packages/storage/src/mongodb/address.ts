/** Where MongoDB is: the URI as a client of the driver (https://www.mongodb.com/docs/manual/reference/connection-string/), and no part of it told that may be secret. */
import type * as Driver from 'mongodb';
import { StorageError } from '../storage-error.ts';

/** A URI may name others. They are short, so that the driver notices a dead connection and leaves it. */
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

// Only when a store is opened, so that those who use other engines need not install it.
export async function loadDriver(): Promise<typeof Driver> {
  try {
    return await import('mongodb');
  } catch (cause) {
    throw new StorageError('unsupported', 'the MongoDB engine needs its driver: npm install mongodb@7.8', { cause });
  }
}

export function clientOf(driver: typeof Driver, uri: string): Driver.MongoClient {
  const { isWhole, options } = partsOf(uri);
  const named = new Set(Array.from(options.keys(), (name) => name.toLowerCase()));
  const unnamed = Object.entries(defaults).filter(([name]) => !named.has(name.toLowerCase()));
  try {
    if (isWhole) return new driver.MongoClient(uri, Object.fromEntries(unnamed));
  } catch {
    // Its error shows parts of the URI, among which a password may be.
  }
  const remedy =
    'write mongodb://user:password@host:27017/database, and percent-encode what is no letter or digit in user and password';
  throw new StorageError('unsupported', `the URI of MongoDB is wrong: ${remedy}`);
}

/** `isWhole` is false where what the driver would take for a host may be the end of a password. */
function partsOf(uri: string): { isWhole: boolean; database: string | undefined; options: URLSearchParams } {
  const [, behindUser = ''] = /^[^/]+:\/\/(?:[^@]*@)?(.*)$/s.exec(uri) ?? [];
  const [named = '', options] = behindUser.split('?');
  const [, database] = named.split('/');
  return { isWhole: !named.includes('@'), database: database || undefined, options: new URLSearchParams(options) };
}

/**
 * What a URI can't weaken. Writes are answered when a majority has them in its journal: a failover loses none. Reads are
 * the primary's, of what a majority has: every instance sees at once what another was answered, and nothing is shown that
 * a failover takes back. One that was just cut off may show for some seconds what was; it gets no write answered, and
 * what may happen once is decided by writes.
 */
export function guarantees(driver: typeof Driver): Driver.DbOptions {
  return {
    readConcern: new driver.ReadConcern('majority'),
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 4000 },
  };
}

export function placeOf({ options }: Driver.MongoClient): string {
  return options.srvHost ?? options.hosts.map(String).join(',');
}

export function databaseName({ options }: Driver.MongoClient, { uri, database }: MongodbAddress): string {
  // The driver's own name for none is `test`.
  const name = database ?? (partsOf(uri).database === undefined ? 'granthouse' : options.dbName);
  // https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions, those of Windows included.
  if (/^[^/\\. "$*<>:|?\0]{1,63}$/.test(name)) return name;
  throw new StorageError('unsupported', 'MongoDB takes no database of that name: use letters, digits, - and _ alone');
}
