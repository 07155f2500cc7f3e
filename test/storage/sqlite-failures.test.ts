/** Disk full, read-only file, I/O error: `unavailable`, nothing acknowledged is lost, nothing is half there, and it goes on by itself. */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import { sourceFlags } from '../support/program.ts';
import { describeWhere } from '../support/run-where.ts';
import { refusalOf } from './contract/ground.ts';
import { text, writeUntilRefused, type Filled } from './filling.ts';
import { filePerTest, openThings, openWithConnection } from './opened-file.ts';

const path = filePerTest();
const idsOf = async (store: DocumentStore): Promise<string[]> =>
  (await store.findBy('things', { field: 'owner', value: 'ada' }, { limit: 1000 })).items.map(({ id }) => id);

function integrity(): unknown {
  const database = new DatabaseSync(path());
  const found = database.prepare('PRAGMA integrity_check').all();
  database.close();
  return found;
}

it('keeps what it acknowledged when the disk is full, refuses the whole turn, and goes on when there is room', async () => {
  const { store, connection } = await openWithConnection(path());
  connection.exec('PRAGMA max_page_count = 200');
  const { written, code } = await writeUntilRefused(store);
  expect(code).toBe('unavailable');
  expect(written.length).toBeGreaterThan(10);
  const turn = [
    store.insert('things', 'small', {}),
    store.insert('things', 'large', { text }),
    store.delete('things', '1000'),
  ];
  expect(await Promise.all(turn.map(refusalOf))).toEqual(turn.map(() => 'unavailable'));
  expect(await idsOf(store)).toEqual(written);
  // Removing makes room of itself.
  expect(await store.delete('things', '1000')).toBe(true);
  connection.exec('PRAGMA max_page_count = 4294967294');
  expect(await store.insert('things', 'large', { text })).toBe(true);
  await store.close();
  expect(integrity()).toEqual([{ integrity_check: 'ok' }]);
});

it('reads on while nothing may be written, and writes when it may again', async () => {
  const { store, connection } = await openWithConnection(path());
  await store.insert('things', 'a', { owner: 'ada' });
  connection.exec('PRAGMA query_only = ON');
  const steps = [store.put('things', 'b', {}), store.delete('things', 'a'), store.insert('things', 'c', {})];
  expect(await Promise.all(steps.map(refusalOf))).toEqual(steps.map(() => 'unavailable'));
  expect(await idsOf(store)).toEqual(['a']);
  connection.exec('PRAGMA query_only = OFF');
  expect(await store.insert('things', 'c', {})).toBe(true);
  await store.close();
});

describeWhere(existsSync('/proc/self'), 'there is no /proc')('a folder that takes no other', () => {
  it('is told at once', async () => {
    const opened = openThings('/proc/granthouse/store/things.db');
    await expect(opened).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('/proc/') });
  });
});

describeWhere(process.getuid?.() !== 0, 'root may write to every file')('a file that is read-only', () => {
  it('does not open, and says which it is', async () => {
    await (await openThings(path())).close();
    await chmod(path(), 0o400);
    await expect(openThings(path())).rejects.toMatchObject({ code: 'unavailable' });
    await chmod(path(), 0o600);
    await (await openThings(path())).close();
  });
});

function canLimitFiles(): boolean {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
}

describeWhere(canLimitFiles(), 'there is no prlimit')('a write that the operating system refuses', () => {
  const limitFiles = (bytes: string) => execFileSync('prlimit', [`--pid=${child.pid}`, `--fsize=${bytes}:unlimited`]);
  let child: ChildProcess;
  afterEach(() => {
    child.kill();
  });

  const ask = async (task: 'fill' | 'write' | 'close'): Promise<unknown> => {
    child.send(task);
    const [answer] = (await once(child, 'message')) as unknown[];
    return answer;
  };

  it('loses nothing acknowledged, and works again without opening anew', async () => {
    child = fork(new URL('filling-process.ts', import.meta.url), [path()], { execArgv: sourceFlags });
    await once(child, 'message');
    limitFiles('400000');
    const { written, code } = (await ask('fill')) as Filled;
    expect(code).toBe('unavailable');
    expect(written.length).toBeGreaterThan(5);
    limitFiles('unlimited');
    expect(await ask('write')).toBe(true);
    expect(await ask('close')).toBe('closed');
    const store = await openThings(path());
    expect(await idsOf(store)).toEqual([...written, 'again']);
    await store.close();
    expect(integrity()).toEqual([{ integrity_check: 'ok' }]);
  });
});
