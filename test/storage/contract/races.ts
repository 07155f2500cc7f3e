/** Races: of many that want the same, exactly one gets it, on one store and on two stores of the same records. */
import { expect, it } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import type { Ground } from './ground.ts';

const racers = Array.from({ length: 200 }, (_, index) => index);
const winnersOf = (answers: readonly boolean[]): number[] => racers.filter((racer) => answers[racer]);

export function races(ground: () => Ground): void {
  const fields: ReadonlyArray<[string, () => Promise<readonly DocumentStore[]>]> = [
    ['one store', async () => [ground().store]],
    ['two stores', async () => [ground().store, await ground().openAnother()]],
  ];
  const race = async (
    stores: readonly DocumentStore[],
    run: (store: DocumentStore, racer: number) => Promise<boolean>,
  ): Promise<number[]> =>
    winnersOf(
      await Promise.all(racers.map(async (racer) => run(stores[racer % stores.length] ?? ground().store, racer))),
    );

  it.each(fields)('has one winner of 200 inserts of one id, on %s', async (_title, stores) => {
    const winners = await race(await stores(), (store, racer) => store.insert('things', 'a', { racer }));
    expect(winners).toHaveLength(1);
    expect(await ground().store.get('things', 'a')).toEqual({ racer: winners[0] });
  });

  it.each(fields)('has one winner of 200 inserts over an expired record, on %s', async (_title, stores) => {
    await ground().store.insert('things', 'a', { racer: -1 }, ground().now);
    const winners = await race(await stores(), (store, racer) => store.insert('things', 'a', { racer }));
    expect(winners).toHaveLength(1);
    expect(await ground().store.get('things', 'a')).toEqual({ racer: winners[0] });
  });

  it.each(fields)('has one winner of 200 changes that expect the same, on %s', async (_title, stores) => {
    await ground().store.insert('things', 'a', { owner: 'ada' });
    const change = (racer: number) => ({ expected: { used: null }, set: { used: true, racer } });
    const winners = await race(await stores(), (store, racer) => store.compareAndSet('things', 'a', change(racer)));
    expect(winners).toHaveLength(1);
    expect(await ground().store.get('things', 'a')).toEqual({ owner: 'ada', used: true, racer: winners[0] });
  });

  it.each(fields)('has one winner of 200 deletions, on %s', async (_title, stores) => {
    await ground().store.insert('things', 'a', { owner: 'ada' });
    expect(await race(await stores(), (store) => store.delete('things', 'a'))).toHaveLength(1);
  });

  it.each(fields)('loses no change of 200 that set different fields, on %s', async (_title, stores) => {
    await ground().store.insert('things', 'a', {});
    const change = (racer: number) => ({ expected: {}, set: { [`field${racer}`]: racer } });
    await race(await stores(), (store, racer) => store.compareAndSet('things', 'a', change(racer)));
    expect(Object.keys((await ground().store.get('things', 'a')) ?? {})).toHaveLength(200);
  });

  it.each(fields)('brings nothing back that was deleted while it was changed, on %s', async (_title, stores) => {
    await ground().store.insert('things', 'a', { owner: 'ada' });
    const answers = await race(await stores(), async (store, racer) =>
      racer === 100
        ? (await store.deleteBy('things', { field: 'owner', value: 'ada' })) === 1
        : store.compareAndSet('things', 'a', { expected: {}, set: { racer } }),
    );
    expect(answers).toContain(100);
    expect(await ground().store.get('things', 'a')).toBeUndefined();
  });
}
