/** A connection that comes back by itself: every step on it ends in time, and fails with an error that names the server. */
import type { Db, MongoClient } from 'mongodb';
import { clientOf, databaseName, guarantees, loadDriver, placeOf, type MongodbAddress } from './address.ts';
import { StorageError } from '../storage-error.ts';
import { unavailable, withStorageErrors } from './failures.ts';

// A request is answered within seconds, whatever the network does.
const answerMilliseconds = 5000;
// An index on much that is stored takes its time.
const prepareMilliseconds = 60_000;

export interface MongodbConnection {
  /** Host and port of each server that the URI names. */
  readonly place: string;
  /** A server that is alone: no replica set, no cluster. */
  isStandalone(): boolean;
  /** Runs a step before the store is open: what the server refuses is StorageError `unsupported`, the rest `unavailable`. */
  prepare<T>(step: (database: Db) => Promise<T>): Promise<T>;
  /** Runs a step of an open store: it is answered in time, and whatever fails there is `unavailable`. */
  run<T>(step: (database: Db, deadline: Deadline) => Promise<T>): Promise<T>;
  /** Waits for what is running, then leaves. */
  close(): Promise<void>;
}

/** When a caller gives up; a step of several commands then sends no more of them. */
export interface Deadline {
  readonly isOver: boolean;
  /** Resolves then, and never when the step has ended before. */
  readonly passed: Promise<void>;
}

/** Connects; StorageError `unsupported` or `unavailable`, with a remedy. */
export async function connectMongodb(address: MongodbAddress): Promise<MongodbConnection> {
  const driver = await loadDriver();
  const clients = renewedClient(() => clientOf(driver, address.uri));
  const name = databaseName(clients.current(), address);
  const place = placeOf(clients.current());
  const kinds = serverKinds(clients.current());
  const running = new Set<Promise<unknown>>();
  const timed = <T>(step: (database: Db, deadline: Deadline) => Promise<T>, milliseconds: number): Promise<T> => {
    const database = clients.current().db(name, guarantees(driver));
    return inTime((deadline) => step(database, deadline), { milliseconds, place });
  };
  const connection: MongodbConnection = {
    place,
    isStandalone: () => kinds.has('Standalone'),
    prepare: (step) => withStorageErrors(timed(step, prepareMilliseconds), { place, refused: 'unsupported' }),
    run(step) {
      const answer = timed(step, answerMilliseconds).catch((error: unknown) => {
        if (isStuck(error)) clients.renew();
        throw error;
      });
      running.add(answer);
      const leave = () => running.delete(answer);
      void answer.then(leave, leave);
      return withStorageErrors(answer, { place, refused: 'unavailable' });
    },
    async close() {
      await Promise.allSettled(running);
      await clients.close();
    },
  };
  try {
    await connection.prepare(() => clients.current().connect());
    return connection;
  } catch (error) {
    await clients.close();
    throw error;
  }
}

/**
 * A client of the driver, and another in its place when it seems stuck: when its connections break at the moment in which
 * it writes, driver 7.8 waits for ever, for a drained socket that was destroyed. A step that waits so keeps its place in
 * the pool, and a monitor that does never sees the server again.
 */
function renewedClient(make: () => MongoClient) {
  let [client, madeAt] = [make(), performance.now()];
  const left = new Set<MongoClient>();
  return {
    current: () => client,
    renew(): void {
      if (performance.now() - madeAt < answerMilliseconds) return;
      const old = client;
      [client, madeAt] = [make(), performance.now()];
      left.add(old);
      const leave = () => {
        left.delete(old);
        void closeInTime(old);
      };
      // Whatever runs on it has been answered by then.
      setTimeout(leave, answerMilliseconds).unref();
    },
    async close(): Promise<void> {
      await Promise.all([client, ...left].map(closeInTime));
    },
  };
}

// The last is of a client that was made while no server was there: it has given up, and never tries again.
const stuck = new Set(['MongoServerSelectionError', 'MongoWaitQueueTimeoutError', 'MongoTopologyClosedError']);

/** No place in the pool, no server, or no answer at all. */
function isStuck(error: unknown): boolean {
  if (error instanceof StorageError) return error.code === 'unavailable';
  return error instanceof Error && stuck.has(error.name);
}

async function closeInTime(client: MongoClient): Promise<void> {
  // Its farewell may wait for ever, too, and nothing depends on it.
  await inTime(() => client.close(), { milliseconds: answerMilliseconds, place: '' }).catch(() => {});
}

function serverKinds(client: MongoClient): ReadonlySet<string> {
  const kinds = new Set<string>();
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    for (const { type } of newDescription.servers.values()) kinds.add(type);
  });
  return kinds;
}

interface Limit {
  readonly milliseconds: number;
  readonly place: string;
}

async function inTime<T>(step: (deadline: Deadline) => Promise<T>, { milliseconds, place }: Limit): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  const deadline = { isOver: false, passed };
  const late = passed.then(() => {
    deadline.isOver = true;
    throw unavailable(place, `no answer within ${milliseconds / 1000} seconds`);
  });
  try {
    return await Promise.race([step(deadline), late]);
  } finally {
    clearTimeout(timer);
  }
}
