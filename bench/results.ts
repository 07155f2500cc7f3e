/** What was measured: microseconds of server CPU per request, by round, and what follows from them. */
import type { LoadName } from './loads.ts';
import type { SubjectName } from './subjects.ts';

export interface Measured {
  readonly load: LoadName;
  readonly subject: SubjectName;
}

export interface Pair extends Measured {
  readonly beside: SubjectName;
}

/** The second over the first, round by round, so that a machine that gets slower meanwhile slows both. */
export interface Comparison {
  readonly ratio: number;
  /** Microseconds. */
  readonly difference: number;
}

export interface Results {
  add(measured: Measured, microseconds: number): void;
  /** The median of the rounds; undefined when it wasn't measured in this run. */
  cost(measured: Measured): number | undefined;
  compare(pair: Pair): Comparison | undefined;
}

export function createResults(): Results {
  const samples = new Map<string, number[]>();
  const roundsOf = ({ load, subject }: Measured) => samples.get(`${load} of ${subject}`);
  return {
    add(measured, microseconds) {
      const { load, subject } = measured;
      samples.set(`${load} of ${subject}`, [...(roundsOf(measured) ?? []), microseconds]);
    },
    cost(measured) {
      const own = roundsOf(measured);
      return own && median(own);
    },
    compare({ beside, ...measured }) {
      const [own, theirs] = [roundsOf(measured), roundsOf({ ...measured, subject: beside })];
      if (!own || !theirs) return undefined;
      const pairs = own.map((value, round) => [value, theirs[round] ?? Number.NaN] as const);
      return {
        ratio: median(pairs.map(([mine, other]) => mine / other)),
        difference: median(pairs.map(([mine, other]) => mine - other)),
      };
    },
  };
}

/** Of measurements on a busy machine, the one that a single bad round doesn't move. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
