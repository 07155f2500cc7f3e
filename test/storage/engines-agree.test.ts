/** The engines side by side: whatever is done to both, and in whatever order, both answer the same. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import type { Document, DocumentStore, StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import * as fc from 'fast-check';
import { mongodbPlace, mongodbUri, noMongodb, type MongodbPlace } from '../support/mongodb.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { describeWhere } from '../support/run-where.ts';

const folder = await mkdtemp(join(tmpdir(), 'storage-'));
afterAll(() => rm(folder, { recursive: true }));

const id = fc.constantFrom('a', 'b', 'B', '\0', 'é', '\uffee', '😀', '__proto__', '\ud800');
const value = fc.constantFrom<Document[string]>('x', 'y', 'x\0', '', null, 1, true, ['x'], undefined);
const document = fc.dictionary(fc.constantFrom('owner', 'group', '__proto__', 'used'), value);
const expected = fc.dictionary(fc.constantFrom('owner', 'used', 'toString'), fc.constantFrom('x', 'y', null, true, 1));
const index = fc.record({ field: fc.constantFrom('owner', 'group'), value: fc.constantFrom('x', 'y', 'x\0', '') });
const page = fc.record({ limit: fc.integer({ min: 1, max: 3 }), after: fc.option(id, { nil: undefined }) });
const life = fc.option(fc.integer({ min: -1, max: 5 }), { nil: undefined });

type Step = (store: DocumentStore, now: number) => Promise<unknown>;

const until = (now: number, after: number | undefined): number | undefined =>
  after === undefined ? undefined : now + after;
const c = 'things';
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, document, life).map(
    ([i, d, l]): Step =>
      (store, now) =>
        store.insert(c, i, d, until(now, l)),
  ),
  fc.tuple(id, document, life).map(
    ([i, d, l]): Step =>
      (store, now) =>
        store.put(c, i, d, until(now, l)),
  ),
  id.map(
    (i): Step =>
      (store) =>
        store.get(c, i),
  ),
  fc.tuple(id, expected, document, life).map(
    ([i, e, d, l]): Step =>
      (store, now) =>
        store.compareAndSet(c, i, { expected: e, set: d, expiresAt: until(now, l) }),
  ),
  id.map(
    (i): Step =>
      (store) =>
        store.delete(c, i),
  ),
  fc.tuple(index, page).map(
    ([by, p]): Step =>
      (store) =>
        store.findBy(c, by, p),
  ),
  index.map(
    (by): Step =>
      (store) =>
        store.deleteBy(c, by),
  ),
  page.map(
    (p): Step =>
      (store) =>
        store.list(c, p),
  ),
  fc.constant<Step>((store) => store.sweep()),
);

async function answersOf(store: DocumentStore, steps: readonly Step[], clock: { now: number }): Promise<string[]> {
  const answers: string[] = [];
  clock.now = 1000;
  for (const each of steps) {
    const answer = await each(store, clock.now).catch((error: { code?: string }) => ({ refused: error.code }));
    answers.push(JSON.stringify(answer) ?? 'nothing');
    clock.now += 1;
  }
  await store.close();
  return answers;
}

const collections = { things: { indexes: ['owner', 'group'] } };

/** Whatever is done, on new stores of an engine and of memory, both answer the same. */
async function expectSameAsMemory(makeEngine: (now: () => number) => Promise<StorageEngine>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const clock = { now: 1000 };
      const now = () => clock.now;
      const memory = await memoryEngine({ now }).open(collections);
      const other = await (await makeEngine(now)).open(collections);
      expect(await answersOf(other, steps, clock)).toEqual(await answersOf(memory, steps, clock));
    }),
    { numRuns: propertyRuns(20) },
  );
}

it('answers the same from memory and from a file', async () => {
  await expectSameAsMemory(async (now) => sqliteEngine({ path: join(folder, randomUUID()), now }));
}, 300_000);

describeWhere(mongodbUri !== undefined, noMongodb)('MongoDB', () => {
  it('answers the same as memory', async () => {
    const places: MongodbPlace[] = [];
    await expectSameAsMemory(async (now) => {
      const place = await mongodbPlace(now);
      places.push(place);
      return place.engine();
    });
    for (const { clear } of places) await clear();
  }, 300_000);
});
