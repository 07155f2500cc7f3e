/** Finding and deleting by a declared field, and pages. */
import { expect, it } from '@jest/globals';
import type { DocumentStore, FoundPage, IndexedValue } from '@granthouse/storage';
import { refusalOf, type Ground } from './ground.ts';

const owned: IndexedValue = { field: 'owner', value: 'ada' };
const idsOf = ({ items }: FoundPage): string[] => items.map(({ id }) => id);

async function insertOwned(store: DocumentStore, ids: readonly string[]): Promise<void> {
  for (const id of ids) await store.insert('things', id, { owner: 'ada' });
}

export function indexes(ground: () => Ground): void {
  it('finds the records whose field holds the string, in the order of their ids', async () => {
    const { store } = ground();
    await insertOwned(store, ['c', 'a', 'b']);
    await store.insert('things', 'd', { owner: 'bob', group: 'ada' });
    expect(await store.findBy('things', owned)).toEqual({
      items: ['a', 'b', 'c'].map((id) => ({ id, document: { owner: 'ada' } })),
    });
  });

  it('orders ids by their UTF-8 bytes', async () => {
    const { store } = ground();
    const ordered = ['', '\0', '\0a', '!', '10', '2', 'A', 'B', 'a', 'a\0', 'aa', 'b', 'é', '\uffee', '😀', '😁'];
    await insertOwned(store, ordered.toReversed());
    expect(idsOf(await store.list('things'))).toEqual(ordered);
    expect(idsOf(await store.findBy('things', owned))).toEqual(ordered);
  });

  it.each([
    ['list', async (store: DocumentStore, page: object) => store.list('things', page)],
    ['findBy', async (store: DocumentStore, page: object) => store.findBy('things', owned, page)],
  ])('%s shows every record once, page after page', async (_title, read) => {
    const { store } = ground();
    const ids = ['', '\0', 'a', 'b', 'c', 'd', 'é', '😀'];
    await insertOwned(store, ids);
    const seen: string[][] = [];
    for (let after: string | undefined; seen.length < 9;) {
      const page = await read(store, { limit: 3, after });
      seen.push(idsOf(page));
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(seen).toEqual([ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)]);
  });

  it('has no next page when the last one is just full', async () => {
    const { store } = ground();
    await insertOwned(store, ['a', 'b']);
    expect(await store.findBy('things', owned, { limit: 2 })).not.toHaveProperty('next');
    expect(await store.findBy('things', owned, { limit: 1 })).toHaveProperty('next', 'a');
    expect(await store.list('things', { after: 'b' })).toEqual({ items: [] });
  });

  it('goes on after an id that was deleted or never was', async () => {
    const { store } = ground();
    await insertOwned(store, ['a', 'b', 'c']);
    await store.delete('things', 'b');
    expect(idsOf(await store.findBy('things', owned, { after: 'b' }))).toEqual(['c']);
    expect(idsOf(await store.list('things', { after: 'aa' }))).toEqual(['c']);
  });

  it('gives 100 records when no limit is named', async () => {
    const { store } = ground();
    await insertOwned(
      store,
      Array.from({ length: 101 }, (_, index) => String(index)),
    );
    expect(idsOf(await store.findBy('things', owned))).toHaveLength(100);
    expect(idsOf(await store.findBy('things', owned, { limit: 1000 }))).toHaveLength(101);
  });

  it.each([0, -1, 1.5, 1001, Number.NaN])('refuses a page of %d records', async (limit) => {
    await expect(ground().store.list('things', { limit })).rejects.toThrow(RangeError);
    await expect(ground().store.findBy('things', owned, { limit })).rejects.toThrow(RangeError);
  });

  it('deletes the records whose field holds the string, and no other', async () => {
    const { store } = ground();
    await insertOwned(store, ['a', 'b']);
    await store.insert('things', 'c', { owner: 'bob', group: 'ada' });
    await store.insert('others', 'a', { owner: 'ada' });
    expect(await store.deleteBy('things', owned)).toBe(2);
    expect(await store.deleteBy('things', owned)).toBe(0);
    expect(idsOf(await store.list('things'))).toEqual(['c']);
    expect(idsOf(await store.list('others'))).toEqual(['a']);
  });

  it('deletes more records than any engine takes at once', async () => {
    const { store } = ground();
    await insertOwned(
      store,
      Array.from({ length: 250 }, (_, index) => `${index}`),
    );
    await store.insert('things', 'other', { owner: 'bob' });
    expect(await store.deleteBy('things', owned)).toBe(250);
    expect(idsOf(await store.list('things'))).toEqual(['other']);
  });

  it.each([
    ['a number', 1, '1'],
    ['true', true, 'true'],
    ['null', null, 'null'],
    ['a list', ['ada'], 'ada'],
    ['a list', ['ada'], '["ada"]'],
    ['an object', { owner: 'ada' }, 'ada'],
    ['other case', 'Ada', 'ada'],
    ['a longer string', 'ada ', 'ada'],
    ['a string that goes on after NUL', 'ada\0x', 'ada'],
    ['a pattern', 'ada', 'a%'],
  ])('finds and deletes nothing by a string where the field holds %s', async (_title, stored, value) => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: stored });
    expect(await store.findBy('things', { field: 'owner', value })).toEqual({ items: [] });
    expect(await store.deleteBy('things', { field: 'owner', value })).toBe(0);
  });

  it('searches the top level alone', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { inner: { owner: 'ada' }, 'inner.owner': 'ada' });
    expect(await store.findBy('things', owned)).toEqual({ items: [] });
  });

  it.each(['count', 'toString', 'id', 'document', 'expires_at', ''])(
    'refuses the undeclared field %j',
    async (field) => {
      const { store } = ground();
      expect(await refusalOf(store.findBy('things', { field, value: 'x' }))).toBe('unknown_index');
      expect(await refusalOf(store.deleteBy('things', { field, value: 'x' }))).toBe('unknown_index');
    },
  );

  it('finds what was stored before a field was declared', async () => {
    const { store, openAnother } = ground();
    await store.insert('things', 'a', { owner: 'ada', late: 'x' });
    const later = await openAnother({ things: { indexes: ['owner', 'late'] } });
    expect(idsOf(await later.findBy('things', { field: 'late', value: 'x' }))).toEqual(['a']);
    await store.compareAndSet('things', 'a', { expected: {}, set: { late: 'y' } });
    expect(idsOf(await later.findBy('things', { field: 'late', value: 'y' }))).toEqual(['a']);
    expect(idsOf(await later.findBy('things', { field: 'late', value: 'x' }))).toEqual([]);
  });
}
