/** Timeouts that pass when a test says so: however busy a machine is, none passes before what it is to interrupt has begun. */
import { afterEach, jest } from '@jest/globals';

afterEach(() => {
  jest.useRealTimers();
});

export interface HeldTimeouts {
  /** Lets so many milliseconds pass for every timeout that was set since. */
  pass(milliseconds: number): void;
}

/** From here to the end of the test; the clock, intervals and the system's own timers go on. */
export function holdTimeouts(): HeldTimeouts {
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'performance',
      'nextTick',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
    ],
  });
  return { pass: (milliseconds) => jest.advanceTimersByTime(milliseconds) };
}
