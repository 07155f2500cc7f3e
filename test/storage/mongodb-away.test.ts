/** MongoDB away for a while: refused within seconds, answered again without reopening, and nothing lost that was acknowledged. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { StorageError, type DocumentStore } from '@granthouse/storage';
import { mongodbPlace, mongodbUri, noMongodb, type MongodbPlace } from '../support/mongodb.ts';
import { startMongodbProxy, type MongodbProxy } from '../support/mongodb-proxy.ts';
import { describeWhere } from '../support/run-where.ts';

describeWhere(mongodbUri !== undefined, noMongodb)('MongoDB away', () => {
  let place: MongodbPlace;
  let proxy: MongodbProxy;
  let store: DocumentStore;
  beforeEach(async () => {
    [place, proxy] = await Promise.all([mongodbPlace(), startMongodbProxy()]);
    store = await place.engine({ uri: proxy.uri }).open({ things: { indexes: ['owner'] } });
  });
  afterEach(async () => {
    await store.close();
    await proxy.close();
    await place.clear();
  });

  const steps: Record<string, () => Promise<unknown>> = {
    insert: () => store.insert('things', 'b', {}),
    put: () => store.put('things', 'b', {}),
    get: () => store.get('things', 'a'),
    compareAndSet: () => store.compareAndSet('things', 'a', { expected: {}, set: {} }),
    delete: () => store.delete('things', 'b'),
    findBy: () => store.findBy('things', { field: 'owner', value: 'ada' }),
    deleteBy: () => store.deleteBy('things', { field: 'owner', value: 'bob' }),
    list: () => store.list('things'),
    sweep: () => store.sweep(),
  };
  const ways: ReadonlyArray<[string, () => Promise<void> | void]> = [
    ['refuses connections', () => proxy.refuse()],
    ['takes what is sent and never answers', () => proxy.hang()],
  ];

  it.each(ways)(
    'refuses every step within seconds while the server %s, and goes on afterwards',
    async (_way, leave) => {
      await store.insert('things', 'a', { owner: 'ada' });
      await leave();
      const began = performance.now();
      const refusals = await Promise.all(Object.values(steps).map((step) => step().catch((error: unknown) => error)));
      expect(performance.now() - began).toBeLessThan(8000);
      for (const refusal of refusals) {
        expect(refusal).toBeInstanceOf(StorageError);
        expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining(proxy.place) });
      }
      await proxy.comeBack();
      await untilAnswered(() => store.get('things', 'a'));
      for (const step of Object.values(steps)) await step();
      expect(await store.get('things', 'a')).toEqual({ owner: 'ada' });
    },
  );

  it.each(ways)('loses nothing that was acknowledged when the server %s under load', async (_way, leave) => {
    await store.insert('things', 'counter', { count: 0 });
    const load = loadOf(store);
    await load.acknowledged(200);
    await leave();
    await load.refused();
    await proxy.comeBack();
    await load.acknowledged(200);
    await load.stop();
    for (const id of load.inserted) expect(await store.get('things', id)).toEqual({ owner: 'ada' });
    // One that was refused may have happened.
    expect((await store.get('things', 'counter'))?.['count']).toBeGreaterThanOrEqual(load.counted());
  });

  it('has done a step whose answer was lost wholly or not at all', async () => {
    proxy.losesAnswers = true;
    const inserted = await store.insert('things', 'a', { owner: 'ada' }).catch((error: StorageError) => error.code);
    expect([true, 'unavailable']).toContain(inserted);
    proxy.losesAnswers = false;
    const found = await untilAnswered(() => store.get('things', 'a'));
    expect([undefined, { owner: 'ada' }]).toContainEqual(found);
  });
});

/** Tries again until the server answers. */
async function untilAnswered<T>(step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'unavailable';
}

function loadOf(store: DocumentStore) {
  const inserted: string[] = [];
  let [counted, refusals] = [0, 0];
  const over = new AbortController();
  const waiting: Array<{ isMet: () => boolean; resolve: () => void }> = [];
  const until = (isMet: () => boolean) =>
    new Promise<void>((resolve) => {
      waiting.push({ isMet, resolve });
    });
  const step = async (id: string): Promise<void> => {
    if (await store.insert('things', id, { owner: 'ada' })) inserted.push(id);
    const count = Number((await store.get('things', 'counter'))?.['count']);
    const change = { expected: { count }, set: { count: count + 1 } };
    if (await store.compareAndSet('things', 'counter', change)) counted += 1;
  };
  const run = async (writer: number): Promise<void> => {
    for (let index = 0; !over.signal.aborted; index += 1) {
      await step(`${writer} ${index}`).catch((error: unknown) => {
        if (!isUnavailable(error)) throw error;
        refusals += 1;
      });
      for (const { isMet, resolve } of waiting) if (isMet()) resolve();
    }
  };
  const running = Promise.all(Array.from({ length: 20 }, (_, writer) => run(writer)));
  return {
    inserted,
    counted: () => counted,
    /** So many more. */
    acknowledged: (more: number) => {
      const goal = inserted.length + more;
      return until(() => inserted.length >= goal);
    },
    refused: () => until(() => refusals > 0),
    async stop() {
      over.abort();
      await running;
    },
  };
}
