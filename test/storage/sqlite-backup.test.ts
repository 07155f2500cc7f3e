/** Backup and restore, as docs/storage.md tells it: a copy is made beside a writing server, and a store comes back from it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { everyRecord, type DocumentStore } from '@granthouse/storage';
import { describeWhere } from '../support/run-where.ts';
import { root } from '../support/source-files.ts';
import { filePerTest, openThings } from './opened-file.ts';

const path = filePerTest();
const run = promisify(execFile);

/** The recipe as the page shows it: Node alone, to a file that only its owner reads. */
const page = readFileSync(join(root, 'docs/storage.md'), 'utf8');
const [, program = ''] = /^node --no-warnings -e "(.+)" store\/granthouse\.db backup\.db$/m.exec(page) ?? [];
const backUp = (from: string, to: string) => run(process.execPath, ['--no-warnings', '-e', program, from, to]);

async function countOf(store: DocumentStore, owner: string): Promise<number> {
  let count = 0;
  for await (const { document } of everyRecord(store, 'things', { field: 'owner', value: owner })) {
    if (document['owner'] === owner) count += 1;
  }
  return count;
}

it('gives a whole copy of one moment while records are written, and a store that goes on from it', async () => {
  const [folder, copy] = [dirname(path()), join(dirname(path()), 'copy.db')];
  const store = await openThings(path());
  for (let index = 0; index < 300; index += 1) await store.put('things', `before ${index}`, { owner: 'ada' });
  const copied = new AbortController();
  const copying = backUp(path(), copy).finally(() => copied.abort());
  // Pairs, in one transaction each: the copy has both or neither.
  for (let pair = 0; !copied.signal.aborted; pair += 1) {
    await Promise.all(['one', 'two'].map((half) => store.insert('things', `${half} ${pair}`, { owner: half })));
  }
  await copying;
  await store.close();

  for (const name of await readdir(folder)) if (name !== 'copy.db') await rm(join(folder, name));
  await copyFile(copy, path());
  const restored = await openThings(path());
  expect(await countOf(restored, 'ada')).toBe(300);
  expect(await countOf(restored, 'one')).toBe(await countOf(restored, 'two'));
  expect(await restored.insert('things', 'before 0', {})).toBe(false);
  expect(await restored.insert('things', 'after', {})).toBe(true);
  await restored.close();
});

describeWhere(process.platform !== 'win32', 'Windows has no modes')('the copy', () => {
  it('is for its owner’s eyes alone', async () => {
    await (await openThings(path())).close();
    await backUp(path(), `${path()}.copy`);
    expect((await stat(`${path()}.copy`)).mode & 0o777).toBe(0o600);
  });
});
