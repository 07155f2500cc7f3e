/** The MongoDB server of the tests: the one that MONGODB_URI names, with a database of its own for each test. */
import { randomUUID } from 'node:crypto';
import type { StorageEngine } from '@granthouse/storage';
import { mongodbEngine, type MongodbEngineOptions } from '@granthouse/storage/mongodb';
import { MongoClient } from 'mongodb';

export const mongodbUri = process.env['MONGODB_URI'];
export const noMongodb = 'MONGODB_URI names no server; npm run mongodb-server starts one';

/** A database of its own: `engine` gives engines on it, `clear` removes it. */
export interface MongodbPlace {
  readonly database: string;
  engine(overrides?: Partial<MongodbEngineOptions>): StorageEngine;
  clear(): Promise<void>;
}

export async function mongodbPlace(now?: () => number): Promise<MongodbPlace> {
  const uri = requireUri();
  const database = `granthouse-test-${randomUUID()}`;
  // What the server of the tests can't do is no news.
  const options = { uri, database, warn: () => {}, ...(now && { now }) };
  return {
    database,
    engine: (overrides) => mongodbEngine({ ...options, ...overrides }),
    async clear() {
      await withMongodb(async (client) => client.db(database).dropDatabase());
    },
  };
}

/** A client of the tests' own, closed after the step. */
export async function withMongodb<T>(step: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(requireUri());
  try {
    return await step(client);
  } finally {
    await client.close();
  }
}

function requireUri(): string {
  if (mongodbUri === undefined) throw new Error(noMongodb);
  return mongodbUri;
}
