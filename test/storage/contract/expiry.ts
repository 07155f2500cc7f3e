/** Expiry: a record whose instant has come is gone for every method at once, swept or not. */
import { expect, it } from '@jest/globals';
import { refusalOf, type Ground } from './ground.ts';

const owned = { field: 'owner', value: 'ada' };

export function expiry(ground: () => Ground): void {
  const insertExpiring = async (id: string, after: number): Promise<boolean> => {
    const { store, now } = ground();
    return store.insert('things', id, { owner: 'ada', id }, now + after);
  };

  it('shows a record until the last millisecond before its instant, and never at it', async () => {
    await insertExpiring('a', 1000);
    ground().now += 999;
    expect(await ground().store.get('things', 'a')).toBeDefined();
    ground().now += 1;
    expect(await ground().store.get('things', 'a')).toBeUndefined();
  });

  it('never shows a record that was stored expired', async () => {
    expect(await insertExpiring('a', 0)).toBe(true);
    await ground().store.put('things', 'b', {}, -1);
    expect(await ground().store.list('things')).toEqual({ items: [] });
  });

  it('has no expired record in any answer', async () => {
    await insertExpiring('a', 1000);
    await insertExpiring('b', 2000);
    const { store } = ground();
    ground().now += 1000;
    expect((await store.list('things')).items.map(({ id }) => id)).toEqual(['b']);
    expect((await store.findBy('things', owned)).items.map(({ id }) => id)).toEqual(['b']);
    expect(await store.compareAndSet('things', 'a', { expected: {}, set: { owner: 'eve' } })).toBe(false);
    expect(await store.delete('things', 'a')).toBe(false);
    expect(await store.deleteBy('things', owned)).toBe(1);
  });

  it('counts no expired record among those that follow on a next page', async () => {
    await insertExpiring('a', 2000);
    await insertExpiring('b', 1000);
    ground().now += 1000;
    const page = await ground().store.findBy('things', owned, { limit: 1 });
    expect(page.items).toHaveLength(1);
    expect(page).not.toHaveProperty('next');
  });

  it('lets an insert take an expired record’s place, with nothing of it left', async () => {
    await insertExpiring('a', 1000);
    ground().now += 1000;
    const { store } = ground();
    expect(await store.insert('things', 'a', { group: 'x' })).toBe(true);
    expect(await store.insert('things', 'a', { group: 'y' })).toBe(false);
    expect((await store.findBy('things', owned)).items).toEqual([]);
    ground().now += 1e12;
    expect(await store.get('things', 'a')).toEqual({ group: 'x' });
  });

  it('keeps the expiry through a compare-and-set', async () => {
    await insertExpiring('a', 1000);
    const { store } = ground();
    expect(await store.compareAndSet('things', 'a', { expected: { owner: 'ada' }, set: { owner: 'bob' } })).toBe(true);
    ground().now += 1000;
    expect(await store.get('things', 'a')).toBeUndefined();
  });

  it('moves the expiry with a compare-and-set that says so, and only where it wins', async () => {
    await insertExpiring('a', 1000);
    const { store, now } = ground();
    const change = (owner: string, expiresAt: number) => ({ expected: { owner }, set: {}, expiresAt });
    expect(await store.compareAndSet('things', 'a', change('bob', now + 9000))).toBe(false);
    expect(await store.compareAndSet('things', 'a', change('ada', now + 2000))).toBe(true);
    ground().now += 1999;
    expect(await store.get('things', 'a')).toMatchObject({ owner: 'ada' });
    ground().now += 1;
    expect(await store.get('things', 'a')).toBeUndefined();
  });

  it('replaces the expiry with a put: another instant, or none', async () => {
    await insertExpiring('a', 1000);
    await insertExpiring('b', 1000);
    const { store, now } = ground();
    await store.put('things', 'a', { owner: 'ada' }, now + 3000);
    await store.put('things', 'b', { owner: 'ada' });
    ground().now += 2999;
    expect((await store.list('things')).items.map(({ id }) => id)).toEqual(['a', 'b']);
    ground().now += 1;
    expect((await store.list('things')).items.map(({ id }) => id)).toEqual(['b']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %d as an instant', async (at) => {
    const { store } = ground();
    expect(await refusalOf(store.insert('things', 'a', {}, at))).toBe('invalid_document');
    expect(await refusalOf(store.put('things', 'a', {}, at))).toBe('invalid_document');
    expect(await store.get('things', 'a')).toBeUndefined();
  });

  it('sweeps every expired record of every collection, once, and no live one', async () => {
    const { store, now } = ground();
    for (let index = 0; index < 250; index += 1) await store.insert('constructor', `${index}`, {}, now);
    await insertExpiring('a', 1000);
    await insertExpiring('b', 1001);
    await store.insert('others', 'c', {});
    ground().now += 1000;
    expect(await store.sweep()).toBe(251);
    expect(await store.sweep()).toBe(0);
    expect(await store.get('things', 'b')).toBeDefined();
    expect(await store.get('others', 'c')).toBeDefined();
  });

  it('sweeps once for all who ask at the same time, and lets them read and write meanwhile', async () => {
    const { store, now } = ground();
    for (let index = 0; index < 250; index += 1) await store.insert('things', `${index}`, {}, now);
    const sweeps = Promise.all([store.sweep(), store.sweep()]);
    await store.insert('things', 'new', { owner: 'ada' });
    expect(await store.get('things', 'new')).toEqual({ owner: 'ada' });
    expect(await sweeps).toEqual([250, 250]);
    expect(await store.get('things', 'new')).toEqual({ owner: 'ada' });
  });
}
