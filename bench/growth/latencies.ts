/** How long requests wait, at each size of the store in turn. */
import { timed } from '../load.ts';
import { loadsOf, type LoadName } from '../loads.ts';
import { median } from '../results.ts';
import type { Run } from '../run.ts';
import type { RunningSubject } from '../running-subject.ts';
import { waitsOf, type Waits } from '../waits.ts';

const grownLoads = [
  'registration',
  'repeated registration',
  'code exchange',
  'refresh',
] as const satisfies readonly LoadName[];

/** Milliseconds, as medians of the rounds. */
export interface Latency extends Waits {
  readonly load: LoadName;
  readonly size: number;
  /** p99 over that of the smallest size, round by round. */
  readonly ratio: number;
}

export interface GrownSubject {
  readonly size: number;
  readonly subject: RunningSubject;
}

const slices = 3;
const measured = 400;
const connections = 4;

/** Slices of all sizes take turns, so that what the machine does meanwhile hits all alike. */
export async function latenciesOf(grown: readonly GrownSubject[], { rounds, say }: Run): Promise<Latency[]> {
  const samples = new Map<string, Waits[]>();
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

async function sliceOf(subject: RunningSubject, load: LoadName, slice: number): Promise<Waits> {
  const { status, calls } = loadsOf()[load];
  // Past the clients that the other loads register.
  const sent = await calls(subject, { from: 1000 + slice * measured, count: measured });
  const { milliseconds } = await timed(subject.port, sent, { status, connections });
  return waitsOf(milliseconds);
}

const keyOf = (load: LoadName, size: number): string => `${load} at ${size}`;
