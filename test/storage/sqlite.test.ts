/** The contract, kept in a SQLite file: for each test a copy of one that was made empty. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { storageContract } from './contract-suite.ts';
import { collections } from './contract/ground.ts';

const folder = await mkdtemp(join(tmpdir(), 'storage-'));
await (await sqliteEngine({ path: join(folder, 'empty') }).open(collections)).close();
afterAll(() => rm(folder, { recursive: true }));

storageContract('sqlite', async (now) => {
  const path = join(folder, randomUUID());
  await copyFile(join(folder, 'empty'), path);
  return { engine: () => sqliteEngine({ path, now }), clear: async () => {} };
});
