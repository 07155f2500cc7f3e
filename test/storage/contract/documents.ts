/** What a document may hold: all that JSON can say, and nothing that it would change or lose in silence. */
import { expect, it } from '@jest/globals';
import type { Document, JsonValue } from '@granthouse/storage';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';
import { refusalOf, type Ground } from './ground.ts';

class Person {
  readonly name = 'ada';
}

const circle: { self?: unknown } = {};
circle.self = circle;

const nested = (levels: number): Document => {
  let document: Document = {};
  for (let level = 1; level < levels; level += 1) document = { inner: document };
  return document;
};

export function documents(ground: () => Ground): void {
  it('gives back any JSON as it was', async () => {
    const value = fc.jsonValue({ stringUnit: 'binary' });
    const anyDocument = fc.dictionary(fc.string({ unit: 'binary' }), value);
    await fc.assert(
      fc.asyncProperty(anyDocument, async (document) => {
        await ground().store.put('things', 'a', document);
        // Through text, where -0 is 0.
        expect(await ground().store.get('things', 'a')).toEqual(JSON.parse(JSON.stringify(document)));
      }),
      { numRuns: propertyRuns(40) },
    );
  });

  it('drops members that are undefined, on every level', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { gone: undefined, inner: { gone: undefined, list: [{ gone: undefined }] } });
    expect(JSON.stringify(await store.get('things', 'a'))).toBe('{"inner":{"list":[{}]}}');
  });

  it('takes an object without a prototype', async () => {
    const { store } = ground();
    await store.insert('things', 'a', Object.assign(Object.create(null) as Document, { owner: 'ada' }));
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
  });

  it('takes large documents, and finds them', async () => {
    const { store } = ground();
    const document = { owner: 'ada', text: 'é"\\'.repeat(300_000), list: Array.from({ length: 20_000 }, () => 'x') };
    await store.insert('things', 'a', document);
    await store.compareAndSet('things', 'a', { expected: { owner: 'ada' }, set: { group: 'x' } });
    const { items } = await store.findBy('things', { field: 'group', value: 'x' });
    expect(items).toEqual([{ id: 'a', document: { ...document, group: 'x' } }]);
  });

  it('takes 64 levels, also after a change', async () => {
    const { store } = ground();
    await store.insert('things', 'a', nested(64));
    await store.compareAndSet('things', 'a', { expected: {}, set: { owner: 'ada' } });
    expect(await store.get('things', 'a')).toEqual({ ...nested(64), owner: 'ada' });
  });

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a bigint', 1n],
    ['a function', () => 'x'],
    ['a symbol', Symbol('x')],
    ['a Date', new Date(0)],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set([1])],
    ['bytes', new Uint8Array(2)],
    ['a Buffer', Buffer.from('x')],
    ['a URL', new URL('https://client.example')],
    ['an Error', new Error('x')],
    ['an instance of a class', new Person()],
    ['a boxed string', Object('x')],
    ['an object of its own JSON', { toJSON: () => 'x' }],
    ['undefined in a list', [undefined]],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is refused
    ['a hole in a list', [1, , 2]],
    ['itself', circle],
    ['65 levels', nested(64)],
    ['100,000 levels', nested(100_000)],
    ['too many characters', 'x'.repeat(4_194_304)],
  ])('refuses a document with %s, on every level', async (_title, value) => {
    const { store } = ground();
    const json = value as JsonValue;
    await store.insert('things', 'b', {});
    for (const document of [{ value: json }, { inner: [{ value: json }] }]) {
      expect(await refusalOf(store.insert('things', 'a', document))).toBe('invalid_document');
      expect(await refusalOf(store.put('things', 'a', document))).toBe('invalid_document');
      const change = { expected: {}, set: document };
      expect(await refusalOf(store.compareAndSet('things', 'b', change))).toBe('invalid_document');
    }
    expect(await store.list('things')).toEqual({ items: [{ id: 'b', document: {} }] });
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['null', null],
    ['nothing', undefined],
    ['a string', 'x'],
    ['a Date', new Date(0)],
    ['an instance of a class', new Person()],
  ])('refuses %s in place of a document', async (_title, document) => {
    const { store } = ground();
    expect(await refusalOf(store.insert('things', 'a', document as Document))).toBe('invalid_document');
    expect(await store.get('things', 'a')).toBeUndefined();
  });

  it('names the member that it refuses, and tells nothing of what is stored', async () => {
    const document = { secret: 'abc', inner: { list: ['x', Number.NaN] } };
    const refusal = ground().store.insert('things', 'a', document);
    await expect(refusal).rejects.toThrow('inner.list[1]');
    await expect(refusal).rejects.not.toThrow('abc');
  });
}
