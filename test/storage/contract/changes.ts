/** Compare-and-set: single use, and every other decision that two must not both make. */
import { expect, it } from '@jest/globals';
import { refusalOf, type Ground } from './ground.ts';

export function changes(ground: () => Ground): void {
  it('sets fields when the expected ones hold, and leaves all others as they are', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada', count: 1, kept: { deep: [1] } });
    const change = { expected: { owner: 'ada', count: 1 }, set: { count: 2, more: ['x'] } };
    expect(await store.compareAndSet('things', 'a', change)).toBe(true);
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada', count: 2, kept: { deep: [1] }, more: ['x'] });
  });

  it.each([
    ['one of the fields differs', { owner: 'ada', count: 2 }],
    ['a field that is there was expected absent', { owner: null }],
    ['a field is absent', { missing: 'x' }],
    ['the number is a string', { count: '1' }],
    ['the text differs by case', { owner: 'Ada' }],
    ['the text differs by composition', { accent: 'e\u0301' }],
    ['false is not absent', { off: null }],
    ['the empty string is not absent', { empty: null }],
    ['zero is not false', { zero: false }],
    ['a list is not its text', { list: '["x"]' }],
    ['what every object inherits is absent', { toString: 'x' }],
  ])('changes nothing when %s', async (_title, expected) => {
    const { store } = ground();
    const document = { owner: 'ada', count: 1, accent: '\u00e9', off: false, empty: '', zero: 0, list: ['x'] };
    await store.insert('things', 'a', document);
    expect(await store.compareAndSet('things', 'a', { expected: { ...expected }, set: { count: 9 } })).toBe(false);
    expect(await store.get('things', 'a')).toEqual(document);
  });

  it('takes null for an absent field and for a stored null alike', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { used: null });
    const expected = { used: null, never: null, constructor: null };
    expect(await store.compareAndSet('things', 'a', { expected, set: { used: true } })).toBe(true);
    expect(await store.compareAndSet('things', 'a', { expected, set: { used: true } })).toBe(false);
  });

  it('expects nothing but the record when no field is named', async () => {
    const { store } = ground();
    expect(await store.compareAndSet('things', 'a', { expected: {}, set: { a: 1 } })).toBe(false);
    expect(await store.get('things', 'a')).toBeUndefined();
    await store.insert('things', 'a', {});
    expect(await store.compareAndSet('things', 'a', { expected: {}, set: { a: 1 } })).toBe(true);
  });

  it('leaves a field alone that it sets to undefined, and replaces an inner object whole', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada', inner: { one: 1 } });
    await store.compareAndSet('things', 'a', { expected: {}, set: { owner: undefined, inner: { two: 2 } } });
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada', inner: { two: 2 } });
  });

  it('is found by its new values and by none of the old', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada', group: 'x' });
    await store.compareAndSet('things', 'a', { expected: { owner: 'ada' }, set: { owner: 'bob' } });
    expect((await store.findBy('things', { field: 'owner', value: 'ada' })).items).toEqual([]);
    expect((await store.findBy('things', { field: 'owner', value: 'bob' })).items).toHaveLength(1);
    expect((await store.findBy('things', { field: 'group', value: 'x' })).items).toHaveLength(1);
  });

  it('refuses to set what is not JSON, and changes nothing', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    const change = { expected: {}, set: { owner: Number.NaN } };
    expect(await refusalOf(store.compareAndSet('things', 'a', change))).toBe('invalid_document');
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
  });
}
