/** Insert, put, get, delete: a record from its making to its end. */
import { expect, it } from '@jest/globals';
import type { Ground } from './ground.ts';
import { refusalOf } from './ground.ts';

export function records(ground: () => Ground): void {
  it('gives back what was inserted', async () => {
    const { store } = ground();
    expect(await store.insert('things', 'a', { owner: 'ada', count: 1 })).toBe(true);
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada', count: 1 });
  });

  it('finds nothing under an id that was never used', async () => {
    const { store } = ground();
    expect(await store.get('things', 'a')).toBeUndefined();
    expect(await store.delete('things', 'a')).toBe(false);
  });

  it('inserts only where nothing is: the first record stays as it was', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    expect(await store.insert('things', 'a', { owner: 'eve', more: true })).toBe(false);
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
    expect(await store.findBy('things', { field: 'owner', value: 'eve' })).toEqual({ items: [] });
  });

  it('puts a whole record over another: no field of the old one stays', async () => {
    const { store } = ground();
    await store.put('things', 'a', { owner: 'ada', old: 1 });
    await store.put('things', 'a', { owner: 'bob', young: 2 });
    expect(await store.get('things', 'a')).toEqual({ owner: 'bob', young: 2 });
  });

  it('deletes a record once, and its id is free again', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    expect(await store.delete('things', 'a')).toBe(true);
    expect(await store.delete('things', 'a')).toBe(false);
    expect(await store.get('things', 'a')).toBeUndefined();
    expect(await store.insert('things', 'a', { owner: 'bob' })).toBe(true);
  });

  it('keeps collections apart: the same id is another record in each', async () => {
    const { store } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    expect(await store.insert('others', 'a', { owner: 'bob' })).toBe(true);
    await store.delete('others', 'a');
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
  });

  it('gives copies: what a caller does to a document changes nothing stored', async () => {
    const { store } = ground();
    const given = { list: ['one'], inner: { deep: 'one' } };
    await store.insert('things', 'a', given);
    given.list.push('two');
    given.inner.deep = 'two';
    const first = await store.get('things', 'a');
    if (first) first['list'] = 'three';
    const [listed] = (await store.list('things')).items;
    if (listed) listed.document['inner'] = 'four';
    expect(await store.get('things', 'a')).toEqual({ list: ['one'], inner: { deep: 'one' } });
  });

  it('gives the text of a document, of a live record alone', async () => {
    const here = ground();
    const { store } = here;
    await store.insert('things', 'a', { owner: 'ada', list: [1, null, { deep: '\u2028' }] }, here.now + 1000);
    expect(JSON.parse(String(await store.text('things', 'a')))).toEqual(await store.get('things', 'a'));
    const before = await store.text('things', 'a');
    await store.compareAndSet('things', 'a', { expected: { owner: 'ada' }, set: { owner: 'ada' } });
    expect(await store.text('things', 'a')).toBe(before);
    await store.compareAndSet('things', 'a', { expected: {}, set: { owner: 'bob' } });
    expect(await store.text('things', 'a')).not.toBe(before);
    here.now += 1000;
    expect(await store.text('things', 'a')).toBeUndefined();
    expect(await store.text('things', 'b')).toBeUndefined();
  });

  it.each(['insert', 'put', 'get', 'text', 'delete', 'compareAndSet', 'findBy', 'deleteBy', 'list'] as const)(
    '%s refuses a collection that was not declared, also one that every object inherits',
    async (method) => {
      const { store } = ground();
      const index = { field: 'owner', value: 'ada' };
      const steps = (name: string) => ({
        insert: () => store.insert(name, 'a', {}),
        put: () => store.put(name, 'a', {}),
        get: () => store.get(name, 'a'),
        text: () => store.text(name, 'a'),
        delete: () => store.delete(name, 'a'),
        compareAndSet: () => store.compareAndSet(name, 'a', { expected: {}, set: {} }),
        findBy: () => store.findBy(name, index),
        deleteBy: () => store.deleteBy(name, index),
        list: () => store.list(name),
      });
      for (const name of ['thing', 'toString', '__proto__', 'documents_things', '']) {
        expect(await refusalOf(steps(name)[method]())).toBe('unknown_collection');
      }
    },
  );
}
