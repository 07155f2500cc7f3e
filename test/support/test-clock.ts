/** A clock that stands still until a test moves it; it starts at the real time, because tokens carry real dates. */

export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Whole seconds since the epoch, as tokens have them. */
  seconds(): number;
  /** Moves the clock by milliseconds. */
  advance(milliseconds: number): void;
}

/** A clock for one test. */
export function createTestClock(start = Math.floor(Date.now() / 1000) * 1000): TestClock {
  let time = start;
  return {
    now: () => time,
    seconds: () => Math.floor(time / 1000),
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
