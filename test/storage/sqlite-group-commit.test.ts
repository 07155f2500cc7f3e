/** Group commit: the writes of one turn share a transaction, nobody is answered before it is durable, and nobody sees it before. */
import { setImmediate as turn } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { refusalOf } from './contract/ground.ts';
import { filePerTest, openThings, openWithConnection } from './opened-file.ts';

const path = filePerTest();
afterEach(() => {
  jest.restoreAllMocks();
});

const ids = Array.from({ length: 50 }, (_, index) => `${index}`);

/** Every transaction that is begun or ended from now on. */
function watchTransactions(): () => string[] {
  const exec = jest.spyOn(DatabaseSync.prototype, 'exec');
  return () => exec.mock.calls.map(([sql]) => sql).filter((sql) => /^(BEGIN|COMMIT|ROLLBACK)/u.test(sql));
}

describe('the writes of one turn', () => {
  it('share one commit', async () => {
    const store = await openThings(path());
    const transactions = watchTransactions();
    const answers = await Promise.all(ids.map((id) => store.insert('things', id, { owner: 'ada' })));
    expect(answers).toEqual(ids.map(() => true));
    expect(transactions()).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    await store.close();
  });

  it('share it with those that come one turn after the other', async () => {
    const store = await openThings(path());
    const transactions = watchTransactions();
    const later = async (id: string) => {
      await turn();
      return store.insert('things', id, {});
    };
    const second = turn().then(() => [store.insert('things', 'b', {}), later('c')]);
    const answers = [store.insert('things', 'a', {}), ...(await second)];
    expect(await Promise.all(answers)).toEqual([true, true, true]);
    expect(transactions()).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    await store.close();
  });

  it('do not wait for a stream of others that never ends', async () => {
    const store = await openThings(path());
    const others: Promise<boolean>[] = [];
    const first = store.insert('things', 'first', {}).then(() => others.length);
    for (let turns = 0; turns < 100; turns += 1) {
      others.push(store.insert('things', `${turns}`, {}));
      await turn();
    }
    expect(await first).toBeLessThan(20);
    await Promise.all(others);
    await store.close();
  });

  it('count in the order in which they were asked for', async () => {
    const store = await openThings(path());
    const change = (from: string, to: string) =>
      store.compareAndSet('things', 'a', { expected: { owner: from }, set: { owner: to } });
    const answers = [
      store.insert('things', 'a', { owner: 'a' }),
      change('a', 'b'),
      change('b', 'c'),
      change('b', 'd'),
      store.delete('things', 'a'),
      store.insert('things', 'a', {}),
    ];
    expect(await Promise.all(answers)).toEqual([true, true, true, false, true, true]);
    await store.close();
  });

  it('are seen by no read before they are committed, and by every read after their answer', async () => {
    const [store, other] = [await openThings(path()), await openThings(path())];
    const writing = store.insert('things', 'a', { owner: 'ada' });
    expect(await store.get('things', 'a')).toBeUndefined();
    await writing;
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
    expect(await other.get('things', 'a')).toEqual({ owner: 'ada' });
    await Promise.all([store.close(), other.close()]);
  });

  it('are finished by closing, and answered', async () => {
    const store = await openThings(path());
    const writing = ids.map((id) => store.insert('things', id, {}));
    await store.close();
    expect(await Promise.all(writing)).toEqual(ids.map(() => true));
    const again = await openThings(path());
    expect((await again.list('things')).items).toHaveLength(50);
    await again.close();
  });
});

describe('a write that fails by itself', () => {
  it('fails alone: the others of its turn are committed', async () => {
    const store = await openThings(path());
    const half = 'x'.repeat(2_500_000);
    await store.insert('things', 'large', { half });
    const answers = await Promise.allSettled([
      store.insert('things', 'a', {}),
      store.compareAndSet('things', 'large', { expected: {}, set: { other: half } }),
      store.insert('things', 'b', {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: 'invalid_document' } });
    expect((await store.list('things')).items.map(({ id }) => id)).toEqual(['a', 'b', 'large']);
    expect(await store.get('things', 'large')).toEqual({ half });
    await store.close();
  });
});

describe('a transaction that fails', () => {
  it.each(['BEGIN IMMEDIATE', 'COMMIT'])(
    'at %s fails every write in it, and leaves nothing of any',
    async (statement) => {
      const { store, connection } = await openWithConnection(path());
      await store.insert('things', 'before', {});
      const exec = connection.exec.bind(connection);
      const failing = jest.spyOn(connection, 'exec').mockImplementation((sql) => {
        if (sql === statement)
          throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 });
        exec(sql);
      });
      const refusals = await Promise.all([
        ...ids.map((id) => refusalOf(store.insert('things', id, {}))),
        // Also what would have been told no: that, too, may not be answered from what isn't durable.
        refusalOf(store.insert('things', 'before', {})),
      ]);
      expect(new Set(refusals)).toEqual(new Set(['unavailable']));
      expect((await store.list('things')).items.map(({ id }) => id)).toEqual(['before']);
      failing.mockRestore();
      expect(await store.insert('things', 'a', {})).toBe(true);
      await store.close();
    },
  );
});

describe('a file that another process has locked', () => {
  it('is waited for without holding up the turn, reads go on, and then everything waiting is one commit', async () => {
    const store = await openThings(path());
    await store.insert('things', 'a', {});
    const other = new DatabaseSync(path());
    other.exec('BEGIN IMMEDIATE');
    const writing = Promise.all(ids.map((id) => store.put('things', id, {})));
    for (let turns = 0; turns < 100; turns += 1) await turn();
    expect(await store.get('things', 'a')).toEqual({});
    const late = store.insert('things', 'late', {});
    other.exec('ROLLBACK');
    const transactions = watchTransactions();
    await Promise.all([writing, late]);
    expect(transactions().slice(-2)).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(transactions().filter((sql) => sql === 'COMMIT')).toHaveLength(1);
    other.close();
    await store.close();
  });

  it('lets so many writes wait and no more: the memory of a busy server is bounded, too', async () => {
    const store = await openThings(path());
    const other = new DatabaseSync(path());
    other.exec('BEGIN IMMEDIATE');
    const waiting = Array.from({ length: 10_000 }, (_, index) => store.put('things', `${index}`, {}));
    expect(await refusalOf(store.put('things', 'more', {}))).toBe('unavailable');
    other.exec('ROLLBACK');
    await Promise.all(waiting);
    expect(await store.get('things', 'more')).toBeUndefined();
    expect(await store.insert('things', 'later', {})).toBe(true);
    other.close();
    await store.close();
  });

  it('is unavailable after 5 s, and goes on when it is free', async () => {
    const store = await openThings(path());
    const other = new DatabaseSync(path());
    other.exec('BEGIN IMMEDIATE');
    let milliseconds = 0;
    // Each look at the clock finds a second gone.
    jest.spyOn(performance, 'now').mockImplementation(() => (milliseconds += 1000));
    expect(await refusalOf(store.insert('things', 'a', {}))).toBe('unavailable');
    expect(milliseconds).toBeGreaterThan(5000);
    jest.restoreAllMocks();
    other.exec('ROLLBACK');
    expect(await store.insert('things', 'a', {})).toBe(true);
    other.close();
    await store.close();
  });
});
