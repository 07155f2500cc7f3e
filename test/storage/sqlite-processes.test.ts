/** Several processes on one SQLite file: they open it at once, and of every race one of them is the winner. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import type { Winnings } from './racing-process.ts';

const processes = 3;
const execArgv = ['--conditions=@granthouse/source', '--experimental-strip-types', '--no-warnings'];

async function raceOn(path: string): Promise<Winnings[]> {
  const racers = Array.from({ length: processes }, () =>
    fork(new URL('racing-process.ts', import.meta.url), { execArgv }),
  );
  try {
    await Promise.all(racers.map((racer) => once(racer, 'message')));
    const answers = racers.map(async (racer) => {
      const [winnings] = (await Promise.race([once(racer, 'message'), failedEarly(racer)])) as [Winnings];
      return winnings;
    });
    for (const racer of racers) racer.send(path);
    return await Promise.all(answers);
  } finally {
    for (const racer of racers) racer.kill();
  }
}

async function failedEarly(racer: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(racer, 'exit')) as [number | null];
  throw new Error(`a process ended with ${code} before it had raced`);
}

it('gives each record to one process, and loses no change of any', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'));
  const path = join(folder, 'made', 'store.db');
  try {
    const winnings = await raceOn(path);
    const ids = Array.from({ length: 25 }, (_, index) => `record ${index}`).toSorted();
    expect(winnings.flatMap(({ inserted }) => inserted).toSorted()).toEqual(ids);
    expect(winnings.flatMap(({ used }) => used).toSorted()).toEqual(ids);
    const store = await sqliteEngine({ path }).open({ things: { indexes: ['owner'] } });
    expect(await store.get('things', 'counter')).toEqual({ count: processes * 25 });
    expect((await store.findBy('things', { field: 'owner', value: 'ada' })).items).toHaveLength(25);
    await store.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
