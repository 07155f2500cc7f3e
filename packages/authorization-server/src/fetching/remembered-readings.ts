/** What was read not long ago, and what could not be: apart from each other, so that no flood of the one drives out the other. */
import { recentlyUsed } from '../recently-used.ts';
import { Unreached } from './fetch-json.ts';
import { isFresh, isNear, standsIn, type Reading } from './reading.ts';

export interface RememberedReadings<T extends object> {
  get(url: string): Reading<T> | undefined;
  set(url: string, reading: Reading<T>): void;
  /** It is no more, and stands in for nothing. */
  withdraw(url: string): void;
  failed(url: string, error: unknown): void;
  /** Undefined: the address has to be asked. Throws while a failure lasts, unless something stands in. */
  answer(url: string, suffices?: (value: T) => boolean): T | undefined;
  /** What stands in when the address can't be read; throws the error when nothing does. */
  instead(url: string, error: unknown): T;
}

/** Milliseconds: a failure only delays the next attempt (CIMD, caching). */
const failureLasts = 30_000;
/** Milliseconds until an answer that doesn't suffice is asked for once more. */
const lastWordFor = 60_000;
const bounds = { most: 500, mostSize: 4 * 1024 * 1024 };
const failureBounds = { most: 2000, mostSize: 2000 };

/** `standsInFor`: milliseconds. */
export function rememberedReadings<T extends object>(now: () => number, standsInFor: number): RememberedReadings<T> {
  const good = recentlyUsed<Reading<T>>(bounds);
  const failures = recentlyUsed<{ readonly at: number; readonly error: unknown }>(failureBounds);

  const set = (url: string, reading: Reading<T>) => good.set(url, reading, reading.size);
  const instead = (url: string, error: unknown): T => {
    const reading = good.get(url);
    if (reading && error instanceof Unreached && standsIn(reading, now(), standsInFor)) return reading.value;
    throw error;
  };
  return {
    get: (url) => good.get(url),
    set,
    withdraw(url) {
      const reading = good.get(url);
      if (reading) set(url, { ...reading, isWithdrawn: true });
    },
    failed: (url, error) => failures.set(url, { at: now(), error }, 1),
    answer(url, suffices = () => true) {
      const reading = good.get(url);
      const failure = failures.get(url);
      const hasFailed = failure !== undefined && isNear(failure.at, now(), failureLasts);
      if (!reading || !isFresh(reading, now())) return hasFailed ? instead(url, failure.error) : undefined;
      const isLastWord = hasFailed || isNear(reading.readAt, now(), lastWordFor);
      return isLastWord || suffices(reading.value) ? reading.value : undefined;
    },
    instead,
  };
}
