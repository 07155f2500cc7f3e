/** What was read at an address, and for how long it is good; clocks of several servers differ, and one may be set back. */

export interface Reading<T> {
  readonly value: T;
  /** Of its text, in bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  /** Milliseconds for which nobody has to ask again. */
  readonly freshFor: number;
  /** Whether the store has a copy of it. */
  readonly isKept: boolean;
  /** The address has said since that this is no more. */
  readonly isWithdrawn: boolean;
}

/** Whether an instant is less than `span` milliseconds away, on either side. */
export const isNear = (instant: number, now: number, span: number): boolean => Math.abs(now - instant) < span;

/** Whether it may stand for what can't be reached. */
export const standsIn = ({ readAt, isWithdrawn }: Reading<unknown>, now: number, span: number): boolean =>
  !isWithdrawn && isNear(readAt, now, span);

export const isFresh = (reading: Reading<unknown>, now: number): boolean => standsIn(reading, now, reading.freshFor);
