/** Several processes on one SQLite file: they open it at once, and of every race one of them is the winner. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import type { Winnings } from './racing-process.ts';

const execArgv = ['--conditions=@granthouse/source', '--experimental-strip-types', '--no-warnings'];
const ids = Array.from({ length: 25 }, (_, index) => `record ${index}`).toSorted();

let folder: string;
let racers: ReturnType<typeof fork>[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  racers = [];
});
afterEach(async () => {
  for (const racer of racers) racer.kill();
  await rm(folder, { recursive: true });
});

async function startRacers(count: number): Promise<void> {
  racers = Array.from({ length: count }, () => fork(new URL('racing-process.ts', import.meta.url), { execArgv }));
  await Promise.all(racers.map(answerOf));
}

async function answerOf(racer: ReturnType<typeof fork>): Promise<unknown> {
  const listening = new AbortController();
  const { signal } = listening;
  const ended = once(racer, 'exit', { signal }).then(([code]) => [`a process ended with ${String(code)}`]);
  try {
    const [answer] = (await Promise.race([once(racer, 'message', { signal }), ended])) as unknown[];
    return answer;
  } finally {
    listening.abort();
  }
}

/** Gives each process the task at once, and its answers. */
async function sendAll(task: 'open' | 'race', path: string): Promise<unknown[]> {
  const answers = racers.map(answerOf);
  for (const racer of racers) racer.send({ task, path });
  return Promise.all(answers);
}

it('lets processes make one new file at once', async () => {
  await startRacers(4);
  const answers: unknown[] = [];
  for (let round = 0; round < 20; round += 1) {
    answers.push(...(await sendAll('open', join(folder, String(round), 'store.db'))));
  }
  expect(answers).toEqual(answers.map(() => 'opened'));
});

it('gives each record to one process, and loses no change of any', async () => {
  await startRacers(3);
  const path = join(folder, 'store.db');
  const winnings = (await sendAll('race', path)) as Winnings[];
  expect(winnings.flatMap(({ inserted }) => inserted).toSorted()).toEqual(ids);
  expect(winnings.flatMap(({ used }) => used).toSorted()).toEqual(ids);
  const store = await sqliteEngine({ path }).open({ things: { indexes: ['owner'] } });
  expect(await store.get('things', 'counter')).toEqual({ count: 3 * 25 });
  expect((await store.findBy('things', { field: 'owner', value: 'ada' })).items).toHaveLength(25);
  await store.close();
});

it('lets no other connection write between the reading and the writing of a change', async () => {
  const path = join(folder, 'store.db');
  const store = await sqliteEngine({ path }).open({ things: { indexes: [] } });
  await store.insert('things', 'a', {});
  const other = new DatabaseSync(path);
  const get = StatementSync.prototype.get;
  let refusal: unknown;
  jest.spyOn(StatementSync.prototype, 'get').mockImplementationOnce(function (this: StatementSync, ...values) {
    const row = get.apply(this, values);
    try {
      other.exec(`UPDATE documents_things SET document = '{"used":"other"}'`);
    } catch (error) {
      refusal = error;
    }
    return row;
  });
  const change = { expected: { used: null }, set: { used: 'own' } };
  expect(await store.compareAndSet('things', 'a', change)).toBe(true);
  jest.restoreAllMocks();
  expect(refusal).toMatchObject({ message: 'database is locked' });
  expect(await store.get('things', 'a')).toEqual({ used: 'own' });
  other.close();
  await store.close();
});
