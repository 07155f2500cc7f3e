/** Closing and opening again. */
import { expect, it } from '@jest/globals';
import { refusalOf, type Ground } from './ground.ts';

export function closing(ground: () => Ground): void {
  it('closes twice without a complaint, and at once from two sides', async () => {
    const { store } = ground();
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });

  it('refuses every method after closing', async () => {
    const { store } = ground();
    const index = { field: 'owner', value: 'ada' };
    await store.close();
    const steps = [
      store.insert('things', 'a', {}),
      store.put('things', 'a', {}),
      store.get('things', 'a'),
      store.compareAndSet('things', 'a', { expected: {}, set: {} }),
      store.delete('things', 'a'),
      store.findBy('things', index),
      store.deleteBy('things', index),
      store.list('things'),
      store.sweep(),
      // Also where it would find nothing, or nothing to search.
      store.get('things', '\ud800'),
      store.get('nothing', 'a'),
    ];
    expect(await Promise.all(steps.map(refusalOf))).toEqual(steps.map(() => 'closed'));
  });

  it('answers what was asked for before it was closed, and keeps it', async () => {
    const { store, openAnother } = ground();
    const asked = Array.from({ length: 50 }, async (_, index) => store.insert('things', `${index}`, {}));
    await store.close();
    expect(await Promise.all(asked)).toEqual(asked.map(() => true));
    expect((await (await openAnother()).list('things')).items).toHaveLength(50);
  });

  it('ends a sweep that is under way when the store is closed', async () => {
    const { store, now } = ground();
    for (let index = 0; index < 101; index += 1) await store.insert('things', `${index}`, {}, now);
    const sweeping = refusalOf(store.sweep());
    await store.close();
    expect(await sweeping).toBe('closed');
  });

  it('shows what was stored to a store that is opened later, with its expiry', async () => {
    const { store, now, openAnother } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    await store.insert('things', 'b', { owner: 'ada' }, now + 1000);
    await store.compareAndSet('things', 'a', { expected: { owner: 'ada' }, set: { owner: 'bob' } });
    await store.close();
    const again = await openAnother();
    expect(await again.get('things', 'a')).toEqual({ owner: 'bob' });
    expect(await again.insert('things', 'a', {})).toBe(false);
    expect((await again.findBy('things', { field: 'owner', value: 'ada' })).items.map(({ id }) => id)).toEqual(['b']);
    ground().now += 1000;
    expect(await again.get('things', 'b')).toBeUndefined();
  });

  it('shows each store at once what the other wrote, and goes on when the other is closed', async () => {
    const { store, openAnother } = ground();
    const other = await openAnother();
    await store.insert('things', 'a', { owner: 'ada' });
    expect(await other.get('things', 'a')).toEqual({ owner: 'ada' });
    await other.delete('things', 'a');
    await other.close();
    expect(await store.get('things', 'a')).toBeUndefined();
    expect(await store.insert('things', 'a', { owner: 'bob' })).toBe(true);
  });

  it('keeps a collection that was not asked for this time', async () => {
    const { store, openAnother } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    const narrow = await openAnother({ others: { indexes: [] } });
    expect(await refusalOf(narrow.get('things', 'a'))).toBe('unknown_collection');
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
  });
}
