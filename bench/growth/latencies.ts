/** How long requests wait, at each size of the store in turn. */
import { timed } from '../load.ts';
import { loadsOf, type LoadName } from '../loads.ts';
import { median } from '../results.ts';
import type { Run } from '../run.ts';
import type { RunningSubject } from '../running-subject.ts';

const grownLoads = [
  'registration',
  'repeated registration',
  'code exchange',
  'refresh',
] as const satisfies readonly LoadName[];

/** Milliseconds, as medians of the rounds. */
export interface Latency {
  readonly load: LoadName;
  readonly size: number;
  readonly p50: number;
  readonly p99: number;
  /** p99 over that of the smallest size, round by round. */
  readonly ratio: number;
}

export interface GrownSubject {
  readonly size: number;
  readonly subject: RunningSubject;
}

interface Slice {
  readonly p50: number;
  readonly p99: number;
}

const slices = 3;
const measured = 400;
const connections = 4;

/** Slices of all sizes take turns, so that what the machine does meanwhile hits all alike. */
export async function latenciesOf(grown: readonly GrownSubject[], { rounds, say }: Run): Promise<Latency[]> {
  const samples = new Map<string, Slice[]>();
  for (let slice = 0; slice <= rounds * slices; slice += 1) {
    for (const load of grownLoads) {
      for (const { size, subject } of slice % 2 === 0 ? grown : grown.toReversed()) {
        const found = await sliceOf(subject, load, slice);
        // The first one warms up.
        if (slice > 0) samples.set(keyOf(load, size), [...(samples.get(keyOf(load, size)) ?? []), found]);
      }
    }
    say(`growth  slice ${slice}/${rounds * slices}`);
  }
  const smallest = grown[0]?.size ?? 0;
  return grownLoads.flatMap((load) =>
    grown.map(({ size }) => {
      const own = samples.get(keyOf(load, size)) ?? [];
      const base = samples.get(keyOf(load, smallest)) ?? [];
      return {
        load,
        size,
        p50: median(own.map(({ p50 }) => p50)),
        p99: median(own.map(({ p99 }) => p99)),
        ratio: median(own.map(({ p99 }, index) => p99 / (base[index]?.p99 ?? Number.NaN))),
      };
    }),
  );
}

async function sliceOf(subject: RunningSubject, load: LoadName, slice: number): Promise<Slice> {
  const { status, calls } = loadsOf([])[load];
  // Past the clients that the other loads register.
  const sent = await calls(subject, { from: 1000 + slice * measured, count: measured });
  const { milliseconds } = await timed(subject.port, sent, { status, connections });
  return { p50: percentile(milliseconds, 0.5), p99: percentile(milliseconds, 0.99) };
}

const keyOf = (load: LoadName, size: number): string => `${load} at ${size}`;

/** The value that this share of all values doesn't exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
