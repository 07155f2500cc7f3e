/** Every kind of store that an authorization server runs on, for tests that must hold on each, by one server and by two. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { person, orderDesk } from './authorization-server.ts';
import { startChosenInstances, type ChosenInstances } from './chosen-instances.ts';
import { freePort } from './free-port.ts';
import { mongodbPlace, mongodbUri, noMongodb } from './mongodb.ts';
import { describeWhere } from './run-where.ts';
import { unhurriedEngine } from './unhurried-engine.ts';

/** An engine for each server on one store, and how the store is removed. */
export interface StorePlace {
  engine(): StorageEngine;
  clear(): Promise<void>;
}

/** Milliseconds since the epoch; by default the system's clock. */
type Clock = () => number;

export const storePlaces: ReadonlyArray<{
  readonly name: string;
  readonly missing?: string;
  make(now?: Clock): Promise<StorePlace>;
}> = [
  {
    // In memory every step is at once, and no two would ever meet.
    name: 'memory that takes its time',
    async make(now?: Clock) {
      const engine = unhurriedEngine(memoryEngine(now && { now }));
      return { engine: () => engine, clear: async () => {} };
    },
  },
  {
    name: 'SQLite',
    async make(now?: Clock) {
      const folder = await mkdtemp(join(tmpdir(), 'granthouse-'));
      const engine = () => sqliteEngine({ path: join(folder, 'store.db'), ...(now && { now }) });
      return { engine, clear: () => rm(folder, { recursive: true }) };
    },
  },
  { name: 'MongoDB', ...(mongodbUri === undefined && { missing: noMongodb }), make: mongodbPlace },
];

export interface ServersOnStore extends Pick<ChosenInstances, 'instances'> {
  readonly issuer: string;
  /** Closes the servers and removes the store. */
  close(): Promise<void>;
}

/** Describes one server, and then two that take turns, on each kind of store. */
export function describeOnEveryStore(title: string, tests: (start: () => Promise<ServersOnStore>) => void): void {
  for (const { name, missing, make } of storePlaces) {
    for (const count of [1, 2]) {
      const where = `${count === 1 ? 'one server' : 'two servers'} on ${name}`;
      describeWhere(missing === undefined, missing ?? '')(`${title}, ${where}`, () => {
        tests(async () => startServers(await make(), count));
      });
    }
  }
}

async function startServers(place: StorePlace, count: number): Promise<ServersOnStore> {
  const issuer = `http://localhost:${await freePort()}`;
  const options = () => ({
    issuer,
    storage: place.engine(),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const servers = await startChosenInstances(Array.from({ length: count }, options));
  servers.takeTurns();
  await servers.instances[0]?.accounts.add(person);
  return {
    instances: servers.instances,
    issuer,
    async close() {
      await servers.close();
      await place.clear();
    },
  };
}
