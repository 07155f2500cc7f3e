/** What becomes of latency, memory and housekeeping when a store grows: one server for each size, and what each size costs. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../run.ts';
import { startSubject, type RunningSubject } from '../running-subject.ts';
import { mongodbUri, type Memory, type Store } from '../subject.ts';
import { percentile } from '../waits.ts';
import { startChains } from './chains.ts';
import { dropDatabase } from './drop-database.ts';
import { countFamilies, fillWithClients, fillWithExpired, writeOne } from './filled-store.ts';
import { latenciesOf, type GrownSubject, type Latency } from './latencies.ts';

export type GrowingStore = Extract<Store, 'sqlite' | 'mongodb'>;

/** The p99 of a refresh, in milliseconds, before the sweep and in so many seconds of it. */
export interface Sweep {
  readonly expired: number;
  readonly seconds: number;
  readonly before: number;
  readonly during: number;
}

export interface Growth {
  readonly store: GrowingStore;
  readonly latencies: readonly Latency[];
  readonly memories: readonly (Memory & { readonly size: number })[];
  readonly sweep: Sweep;
  /** How many records one family is after that many rotations. */
  readonly family: { readonly rotations: number; readonly records: number };
}

interface Place {
  readonly size: number;
  readonly folder: string;
}

const rotations = 1000;
const chainCount = 8;
/** Milliseconds of requests without a sweep, and of the sweep at most: it takes its time when others are busy. */
const calm = 10_000;
const longestSweep = 60_000;

export const growingStores = (): GrowingStore[] => (mongodbUri() === '' ? ['sqlite'] : ['sqlite', 'mongodb']);

export async function growthOf(store: GrowingStore, sizes: readonly number[], run: Run): Promise<Growth> {
  const places: Place[] = [];
  const start = ({ folder }: Place) =>
    startSubject(`granthouse on ${store}`, run.onDisk, { flags: ['--expose-gc'], keptFolder: folder });
  for (const size of sizes) places.push(await filledPlace({ store, start }, size, run));
  const grown: GrownSubject[] = [];
  for (const place of places) grown.push({ size: place.size, subject: await start(place) });
  const latencies = await latenciesOf(grown, run);
  const memories = [];
  for (const { size, subject } of grown) memories.push({ size, ...(await subject.memory()) });
  const [smallest, largest] = [places[0], places.at(-1)];
  if (!smallest || !largest || !grown[0]) throw new Error('growth has sizes');
  run.say(`growth  ${store}: ${rotations} rotations of one family`);
  // Where a look at every record takes no time.
  const family = await rotated(grown[0].subject, () => countFamilies(store, smallest.folder));
  for (const { subject } of grown) await subject.stop();
  await fillWithExpired({ store, folder: largest.folder, count: largest.size, say: run.say });
  const subject = await start(largest);
  run.say(`growth  ${store}: a sweep under load`);
  const sweep = { expired: largest.size, ...(await swept(subject)) };
  await subject.stop();
  if (store === 'mongodb') for (const { folder } of places) await dropDatabase(folder);
  return { store, latencies, memories, sweep, family };
}

async function filledPlace(
  { store, start }: { store: GrowingStore; start: (place: Place) => Promise<RunningSubject> },
  size: number,
  run: Run,
): Promise<Place> {
  const place = { size, folder: await mkdtemp(join(run.onDisk.folder, 'growth-')) };
  const subject = await start(place);
  await writeOne(subject);
  await subject.stop();
  await fillWithClients({ store, folder: place.folder, count: size, say: run.say });
  return place;
}

async function rotated(subject: RunningSubject, count: () => Promise<number>): Promise<Growth['family']> {
  const chains = await startChains(subject, 1);
  const before = await count();
  let done = 0;
  await chains.run(() => (done += 1) > rotations);
  chains.close();
  // The family was there before it was rotated.
  return { rotations, records: 1 + (await count()) - before };
}

async function swept(subject: RunningSubject): Promise<Omit<Sweep, 'expired'>> {
  const chains = await startChains(subject, chainCount);
  const waitedFor = async (time: number) => {
    const end = performance.now() + time;
    return chains.run(() => performance.now() > end);
  };
  await waitedFor(calm / 2);
  const before = await waitedFor(calm);
  const startedAt = performance.now();
  const taken = () => performance.now() - startedAt;
  let isDone = false;
  subject.sweep().then(
    () => (isDone = true),
    // The process is stopped in the middle of a long one.
    () => (isDone = true),
  );
  const during = await chains.run(() => isDone || taken() > longestSweep);
  chains.close();
  return { seconds: taken() / 1000, before: percentile(before, 0.99), during: percentile(during, 0.99) };
}
