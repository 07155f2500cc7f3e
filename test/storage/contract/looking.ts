/** Looking at a store without changing it, and reading all of it. */
import { expect, it } from '@jest/globals';
import { everyRecord, type FoundDocument } from '@granthouse/storage';
import { collections, type Ground } from './ground.ts';

async function all(records: AsyncIterable<FoundDocument>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of records) ids.push(id);
  return ids;
}

export function looking(ground: () => Ground): void {
  it('reports how many records each collection has, the expired among them, and nothing wrong', async () => {
    const { store, now, engine } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    await store.insert('things', 'b', {}, now);
    await store.insert('others', 'a', {});
    const { report, close } = await engine.inspect(collections);
    await close();
    expect(report).toMatchObject({ records: { things: 2, others: 1, constructor: 0 }, problems: [] });
    expect(report.engine).toMatch(/^[a-z]+$/u);
  });

  it('reads what is there and live, beside an open store', async () => {
    const { store, now, engine } = ground();
    await store.insert('things', 'a', { owner: 'ada' });
    await store.insert('things', 'b', { owner: 'ada' }, now);
    const inspected = await engine.inspect(collections);
    const found = { items: [{ id: 'a', document: { owner: 'ada' } }] };
    expect(await inspected.get('things', 'a')).toEqual({ owner: 'ada' });
    expect(await inspected.list('things')).toEqual(found);
    expect(await inspected.findBy('things', { field: 'owner', value: 'ada' })).toEqual(found);
    await inspected.close();
    expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
  });

  it('counts no record in a collection that was never made, and makes none', async () => {
    const { engine } = ground();
    const { report, close } = await engine.inspect({ ...collections, later: { indexes: ['owner'] } });
    await close();
    expect(report.records).toMatchObject({ later: 0 });
  });

  it('yields every record of a collection once, or of one value in it, over many pages', async () => {
    const { store } = ground();
    const ids = Array.from({ length: 250 }, (_, index) => String(1000 + index));
    for (const id of ids) await store.put('things', id, { owner: Number(id) % 2 === 0 ? 'ada' : 'bob' });
    expect(await all(everyRecord(store, 'things'))).toEqual(ids);
    const even = ids.filter((id) => Number(id) % 2 === 0);
    expect(await all(everyRecord(store, 'things', { field: 'owner', value: 'ada' }))).toEqual(even);
    expect(await all(everyRecord(store, 'others'))).toEqual([]);
  });

  it('yields what stays while others are deleted under way', async () => {
    const { store } = ground();
    for (let index = 0; index < 150; index += 1) await store.insert('things', String(1000 + index), {});
    const seen: string[] = [];
    for await (const { id } of everyRecord(store, 'things')) {
      seen.push(id);
      if (id === '1050') await store.delete('things', '1120');
    }
    expect(seen).toHaveLength(149);
  });
}
