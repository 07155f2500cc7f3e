/** The database file itself: who may read it, whose it is, what closing leaves, and what a failure is called. */
import { access, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { describeWhere } from '../support/run-where.ts';
import { refusalOf } from './contract/ground.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  path = join(folder, 'store.db');
});
afterEach(() => rm(folder, { recursive: true }));

const open = async (at = path): Promise<DocumentStore> =>
  sqliteEngine({ path: at }).open({ things: { indexes: ['owner'] } });

function write(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describeWhere(process.platform !== 'win32', 'Windows has no modes')('the modes of the file', () => {
  const modeOf = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);

  it('lets its owner alone read the file, its companions, and every folder that was made for it', async () => {
    const store = await open(join(folder, 'a', 'b', 'store.db'));
    await store.insert('things', 'a', {});
    const modes = await Promise.all(
      ['a', 'a/b', 'a/b/store.db', 'a/b/store.db-wal', 'a/b/store.db-shm'].map((name) => modeOf(join(folder, name))),
    );
    await store.close();
    expect(modes).toEqual(['700', '700', '600', '600', '600']);
  });

  it('leaves the mode of a folder that was there', async () => {
    await mkdir(join(folder, 'there'), { mode: 0o755 });
    await (await open(join(folder, 'there', 'store.db'))).close();
    expect(await modeOf(join(folder, 'there'))).toBe('755');
  });
});

describe('opening the file', () => {
  it('refuses a store of a newer schema, says so, and leaves it as it was', async () => {
    await (await open()).close();
    write(path, 'PRAGMA user_version = 2');
    const before = await readFile(path);
    await expect(open()).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('schema 2') });
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['store.db']);
  });

  it.each([
    ['a table', 'CREATE TABLE clients (id TEXT)'],
    ['an application id', 'PRAGMA application_id = 7'],
    ['a version', 'PRAGMA user_version = 1'],
  ])('refuses another program’s file, known by %s, and leaves it as it was', async (_title, sql) => {
    write(path, sql);
    const before = await readFile(path);
    await expect(open()).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('another program'),
    });
    expect(await readFile(path)).toEqual(before);
  });

  it('names the file that is no database', async () => {
    await writeFile(path, 'a page of text, longer than the head of a database would be '.repeat(10));
    await expect(open()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(path) });
  });

  it('takes an empty file for a new store, and records the schema', async () => {
    await writeFile(path, '');
    await (await open()).close();
    const database = new DatabaseSync(path);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    expect(database.prepare('PRAGMA application_id').get()).toEqual({ application_id: 0x47724873 });
    database.close();
  });

  it('writes nothing to a store that is complete', async () => {
    await (await open()).close();
    const before = await readFile(path);
    await (await open()).close();
    expect(await readFile(path)).toEqual(before);
  });

  it('refuses :memory:, and makes no file of that name', async () => {
    expect(await refusalOf(open(':memory:'))).toBe('unsupported');
    await expect(access(':memory:')).rejects.toThrow('ENOENT');
  });

  it('never takes a path for a URI', async () => {
    await (await open(join(folder, 'file:x?mode=memory'))).close();
    expect(await readdir(folder)).toEqual(['file:x?mode=memory']);
  });

  it('says what to do where the runtime has no SQLite, and makes no file', async () => {
    const runtime = jest.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    const refusal = open();
    await expect(refusal).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('22.13') });
    runtime.mockRestore();
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes ahead, syncs every commit, and never sleeps inside SQLite', async () => {
    const exec = jest.spyOn(DatabaseSync.prototype, 'exec');
    const store = await open();
    const [connection] = exec.mock.contexts as DatabaseSync[];
    exec.mockRestore();
    const valueOf = (name: string): unknown => Object.values(connection?.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(['journal_mode', 'synchronous', 'busy_timeout'].map(valueOf)).toEqual(['wal', 2, 0]);
    await store.close();
  });

  it('drops the indexes that are no longer declared, of what it was asked for alone', async () => {
    const wide = await sqliteEngine({ path }).open({
      things: { indexes: ['owner', 'group'] },
      others: { indexes: ['a'] },
    });
    await wide.insert('things', 'a', { owner: 'ada', group: 'x' });
    await wide.close();
    await (await open()).close();
    const database = new DatabaseSync(path);
    const names = database.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE '%._%' ORDER BY name`).all();
    database.close();
    expect(names.map((row) => row['name'])).toEqual(['documents_others.a', 'documents_things.owner']);
    const again = await sqliteEngine({ path }).open({ things: { indexes: ['group'] } });
    expect((await again.findBy('things', { field: 'group', value: 'x' })).items).toHaveLength(1);
    await again.close();
  });

  it('finds by an index, and sweeps by one, without reading the whole table', async () => {
    await (await open()).close();
    const database = new DatabaseSync(path);
    const planOf = (condition: string): unknown =>
      database.prepare(`EXPLAIN QUERY PLAN SELECT id FROM documents_things WHERE ${condition}`).get()?.['detail'];
    expect(planOf(`document -> '$."owner"' = 'x' AND id > 0 ORDER BY id`)).toMatch(
      /INDEX documents_things\.owner \(<expr>=\? AND id>\?\)/u,
    );
    expect(planOf('expires_at <= 1 LIMIT 9')).toMatch(/INDEX documents_things expiry/u);
    database.close();
  });
});

describe('closing the file', () => {
  it('leaves one file, and everything in it', async () => {
    const store = await open();
    await store.insert('things', 'a', { owner: 'ada' });
    await store.close();
    expect(await readdir(folder)).toEqual(['store.db']);
  });

  it('brings what was written into the file itself while another store stays open', async () => {
    const [store, other] = [await open(), await open()];
    await store.insert('things', 'a', { owner: 'ada' });
    await store.close();
    await copyFile(path, join(folder, 'copy.db'));
    const copy = await open(join(folder, 'copy.db'));
    expect(await copy.get('things', 'a')).toEqual({ owner: 'ada' });
    await Promise.all([copy.close(), other.close()]);
  });
});

describe('a file that fails', () => {
  it.each([
    // What was never a store has no backup: the path is wrong.
    ['is no database', async () => writeFile(path, 'long enough to be taken for one'.repeat(99)), 'name a path'],
    ['is a folder', async () => mkdir(path), "can't be used now"],
  ])('is unavailable when it %s', async (_title, prepare, words) => {
    await prepare();
    const [message, cause] = [expect.stringContaining(words), expect.anything()];
    await expect(open()).rejects.toMatchObject({ code: 'unavailable', message, cause });
  });

  it('is unavailable while a statement fails, and goes on when it no longer does', async () => {
    const store = await open();
    write(path, 'ALTER TABLE documents_things RENAME TO away');
    const steps = [store.get('things', 'a'), store.insert('things', 'a', {}), store.list('things'), store.sweep()];
    expect(await Promise.all(steps.map(refusalOf))).toEqual(steps.map(() => 'unavailable'));
    write(path, 'ALTER TABLE away RENAME TO documents_things');
    expect(await store.insert('things', 'a', {})).toBe(true);
    await store.close();
  });

  it('calls no bug unavailable', async () => {
    const now = (): never => {
      throw new TypeError('a bug');
    };
    const store = await sqliteEngine({ path, now }).open({ things: { indexes: [] } });
    await expect(store.get('things', 'a')).rejects.toThrow(TypeError);
    await store.close();
  });
});
