/** `granthouse storage check` beside a running server and without one: it says what it finds, and changes nothing. */
import { copyFile, mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person } from '../support/authorization-server.ts';
import type { Ended } from '../support/program.ts';
import { site, type Site } from './served.ts';

let here: Site;
let folder: string;
let path: string;
beforeAll(async () => {
  here = await site();
  folder = join(here.folder, 'store');
  path = join(folder, 'granthouse.db');
});
afterAll(() => here.remove());

const check = (words: string[] = []): Promise<Ended> => here.granthouse(['storage', 'check', ...words]).ended;

async function overwriteLastPage(): Promise<void> {
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(4096, 7), 0, 4096, size - 4096);
  await file.close();
}

async function makeNewer(): Promise<void> {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 2');
  database.close();
}

describe('granthouse storage check', () => {
  it('says that there is no store yet, and makes none', async () => {
    expect(await check()).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/no store yet.*start the server/u),
    });
    expect(await readdir(here.folder)).toEqual(['granthouse.json', 'secret']);
  });

  it('counts what is there beside a running server', async () => {
    const server = here.granthouse(['serve']);
    await server.says(here.issuer);
    await here.granthouse(['users', 'add', person.login], { input: `${person.password}\n` }).ended;
    const { code, out, err } = await check();
    expect(err).toBe('The store is sound, and the secret opens what is sealed in it.\n');
    expect(code).toBe(0);
    expect(out).toMatch(/^engine\tsqlite\nschema\t1\n/u);
    expect(out).toContain('\naccount\t1\n');
    expect(out).toContain('\nclient\t0\n');
    server.signal('SIGTERM');
    await server.ended;
  });

  it('tells the same as JSON, and leaves the file as it was', async () => {
    const [before, { mtimeMs }] = [await readFile(path), await stat(path)];
    const { code, out } = await check(['--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      engine: 'sqlite',
      schemaVersion: 1,
      records: { account: 1 },
      problems: [],
    });
    expect(await readFile(path)).toEqual(before);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
  });

  it('finds that the secret is another one', async () => {
    const secret = await readFile(join(here.folder, 'secret'));
    await writeFile(join(here.folder, 'secret'), 'another secret, long enough to be taken');
    const { code, err } = await check();
    await writeFile(join(here.folder, 'secret'), secret);
    expect(err).toMatch(/^granthouse: \d+ sealed records are opened by none of the secrets: configure the secret/u);
    expect(code).toBe(1);
  });

  it.each([
    ['finds a page that was overwritten', overwriteLastPage, /restore the last backup/u],
    [
      'refuses the store of a newer schema',
      makeNewer,
      /has schema 2, this version knows 1: run the version that wrote it/u,
    ],
    [
      'refuses what is no database',
      () => writeFile(path, 'text, longer than a head would be '.repeat(99)),
      /a database/u,
    ],
  ])('%s, and says what to do', async (_title, damage, found) => {
    await copyFile(path, join(here.folder, 'kept'));
    await damage();
    const { code, err } = await check();
    await copyFile(join(here.folder, 'kept'), path);
    expect(err).toMatch(found);
    expect(code).toBe(1);
  });

  it('refuses a folder in its place', async () => {
    await here.configure({ store: { sqlite: 'elsewhere/granthouse.db' } });
    await mkdir(join(here.folder, 'elsewhere', 'granthouse.db'), { recursive: true });
    expect(await check()).toMatchObject({ code: 1, err: expect.stringContaining('granthouse.db') });
    await here.configure({});
  });
});
