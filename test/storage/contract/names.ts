/** Ids, fields and values that others would trip over: quotes, control characters, and the names that every object has. */
import { expect, it } from '@jest/globals';
import type { Collections } from '@granthouse/storage';
import { refusalOf, type Ground } from './ground.ts';

const oddNames: ReadonlyArray<[string, string]> = [
  ['the empty string', ''],
  ['dots', 'https://client.example/metadata.json'],
  ['a dollar first', '$set'],
  ['a path', '$.owner[0]'],
  ['single quotes', "' OR 1=1; --"],
  ['double quotes', '"] = "'],
  ['a backslash', String.raw`\u0000\\`],
  ['a percent and an underscore', '%_'],
  ['NUL', 'a\0b'],
  ['NUL first', '\0'],
  ['line ends', 'a\r\nb\u2028c'],
  ['spaces around', ' a '],
  ['a byte order mark', '\ufeffa'],
  ['an emoji', '👩‍👩‍👧'],
  ['the last code point', '\u{10ffff}'],
  ['a composed letter', '\u00e9'],
  ['a decomposed letter', 'e\u0301'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['hasOwnProperty', 'hasOwnProperty'],
  ['toJSON', 'toJSON'],
  ['100,000 characters', 'é'.repeat(100_000)],
];

export function names(ground: () => Ground): void {
  it.each(oddNames)('takes as an id: %s', async (_title, id) => {
    const { store } = ground();
    expect(await store.get('things', id)).toBeUndefined();
    expect(await store.insert('things', id, { owner: 'ada' })).toBe(true);
    expect(await store.insert('things', id, { owner: 'eve' })).toBe(false);
    await store.insert('things', `${id}x`, { owner: 'bob' });
    expect(await store.compareAndSet('things', id, { expected: { owner: 'ada' }, set: { count: 1 } })).toBe(true);
    const found = [{ id, document: { owner: 'ada', count: 1 } }];
    expect(await store.findBy('things', { field: 'owner', value: 'ada' })).toEqual({ items: found });
    expect(await store.list('things', { limit: 1 })).toEqual({ items: found, next: id });
    expect(await store.delete('things', id)).toBe(true);
    expect(await store.get('things', `${id}x`)).toEqual({ owner: 'bob' });
  });

  it.each(oddNames)('takes as a field: %s', async (_title, field) => {
    const { store } = ground();
    const document = Object.fromEntries([
      [field, 'x'],
      ['inner', Object.fromEntries([[field, 'y']])],
    ]);
    await store.insert('things', 'a', document);
    const stored = await store.get('things', 'a');
    expect(JSON.stringify(stored)).toBe(JSON.stringify(document));
    const change = { expected: Object.fromEntries([[field, 'x']]), set: Object.fromEntries([[field, 'z']]) };
    expect(await store.compareAndSet('things', 'a', change)).toBe(true);
    expect(await store.compareAndSet('things', 'a', change)).toBe(false);
    expect(Object.entries((await store.get('things', 'a')) ?? {})).toContainEqual([field, 'z']);
    expect(Object.getPrototypeOf(stored)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([...oddNames, ['half a surrogate pair', 'a\ud800'] as const])(
    'takes as an indexed value: %s',
    async (_title, value) => {
      const { store } = ground();
      await store.insert('things', 'a', { owner: value });
      await store.insert('things', 'b', { owner: `${value}x` });
      expect((await store.findBy('things', { field: 'owner', value })).items).toEqual([
        { id: 'a', document: { owner: value } },
      ]);
      expect(await store.deleteBy('things', { field: 'owner', value })).toBe(1);
      expect(await store.get('things', 'b')).toEqual({ owner: `${value}x` });
    },
  );

  it.each(['__proto__', 'constructor'])(
    'searches by a declared field called %s, and finds only what holds it',
    async (field) => {
      const { store } = ground();
      await store.insert('others', 'a', Object.fromEntries([[field, 'x']]));
      await store.insert('others', 'b', { owner: 'x' });
      expect((await store.findBy('others', { field, value: 'x' })).items.map(({ id }) => id)).toEqual(['a']);
    },
  );

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800'])(
    'refuses half a surrogate pair in an id, and finds nothing by it: %j',
    async (id) => {
      const { store } = ground();
      await store.insert('things', id.replaceAll(/\p{Surrogate}/gu, '\ufffd'), { owner: 'ada' });
      expect(await refusalOf(store.insert('things', id, {}))).toBe('invalid_document');
      expect(await refusalOf(store.put('things', id, {}))).toBe('invalid_document');
      expect(await store.get('things', id)).toBeUndefined();
      expect(await store.compareAndSet('things', id, { expected: {}, set: {} })).toBe(false);
      expect(await store.delete('things', id)).toBe(false);
      expect((await store.list('things')).items).toHaveLength(1);
    },
  );

  it.each<[string, Collections]>([
    ['an upper-case collection', { Things: { indexes: [] } }],
    ['a collection with a quote', { 'a"b': { indexes: [] } }],
    ['an empty collection', { '': { indexes: [] } }],
    ['a collection that ends with a line', { 'a\n': { indexes: [] } }],
    ['a field with a path', { a: { indexes: ['b.c'] } }],
    ['a field with a quote', { a: { indexes: ["b'c"] } }],
    ['an empty field', { a: { indexes: [''] } }],
  ])('opens nothing for %s', async (_title, collections) => {
    expect(await refusalOf(ground().openAnother(collections))).toBe('unsupported');
  });
}
