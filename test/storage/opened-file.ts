/** A database file of its own for each test, opened as a store, with the connection beneath it within reach. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, jest } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import { sqliteEngine } from '@granthouse/storage/sqlite';

/** The path for the test that is running; its folder is removed afterwards. */
export function filePerTest(): () => string {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storage-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return () => join(folder, 'store.db');
}

export const openThings = (path: string, now = Date.now): Promise<DocumentStore> =>
  sqliteEngine({ path, now }).open({ things: { indexes: ['owner'] } });

/** The store, and the connection that it writes through. */
export async function openWithConnection(path: string): Promise<{ store: DocumentStore; connection: DatabaseSync }> {
  const exec = jest.spyOn(DatabaseSync.prototype, 'exec');
  const store = await openThings(path);
  const [connection] = exec.mock.contexts as DatabaseSync[];
  exec.mockRestore();
  if (!connection) throw new Error('the store opened without a statement');
  return { store, connection };
}
