/** How long requests waited: the middle of them, and the slow ones. */

/** Milliseconds. */
export interface Waits {
  readonly p50: number;
  readonly p99: number;
}

export function waitsOf(milliseconds: readonly number[]): Waits {
  return { p50: percentile(milliseconds, 0.5), p99: percentile(milliseconds, 0.99) };
}

/** The value that this share of all values doesn't exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
