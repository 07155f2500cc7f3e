/** Leaves nothing behind on a MongoDB server that is somebody's. */
import { basename } from 'node:path';
import { MongoClient } from 'mongodb';
import { mongodbUri } from '../subject.ts';

/** The database that stood for this folder. */
export async function dropDatabase(folder: string): Promise<void> {
  const client = new MongoClient(mongodbUri());
  await client.db(basename(folder)).dropDatabase();
  await client.close();
}
