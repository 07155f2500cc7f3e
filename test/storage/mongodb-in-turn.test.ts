/** Steps on one record, one after another: none of them keeps the record for ever, whatever becomes of it. */
import { expect, it } from '@jest/globals';
import { turns } from '../../packages/storage/src/mongodb/in-turn.ts';

const never = new Promise<never>(() => {});

function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

it('each begins when the one before it on the record has ended, whether or not it failed', async () => {
  const inTurn = turns();
  const { open, opened } = gate();
  const done: string[] = [];
  const first = inTurn('a', { until: never, step: () => opened.then(() => done.push('first')) });
  const second = inTurn('a', {
    until: never,
    async step() {
      done.push('second');
      throw new Error('refused');
    },
  });
  const third = inTurn('a', { until: never, step: async () => done.push('third') });
  await inTurn('b', { until: never, step: async () => done.push('of another record') });
  open();
  await Promise.all([first, expect(second).rejects.toThrow('refused'), third]);
  expect(done).toEqual(['of another record', 'first', 'second', 'third']);
});

it('one that never ends, as in a driver that is stuck, gives its record free when its time is over', async () => {
  const inTurn = turns();
  const { open, opened } = gate();
  void inTurn('a', { until: opened, step: () => never });
  const next = inTurn('a', { until: never, step: async () => 'done' });
  open();
  expect(await next).toBe('done');
  expect(await inTurn('a', { until: never, step: async () => 'done' })).toBe('done');
});
