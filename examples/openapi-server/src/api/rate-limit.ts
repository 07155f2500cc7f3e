/** How often a person may call, counted by the minute (RFC 6585 §4). */
import { ApiError } from './api-error.ts';

export interface Limits {
  /** Requests of one person in a minute: 60 by default. */
  readonly requests: number;
  /** Of these, the ones that change something: 10 by default. */
  readonly changes: number;
}

const minute = 60_000;

/** Counts a request; throws ApiError 429 with `Retry-After` when it is one too many, which isn't counted. */
export function createRateLimit({ requests, changes }: Limits, now: () => number) {
  let current = -1;
  const counts = new Map<string, { requests: number; changes: number }>();

  return (subject: string, isChange: boolean): void => {
    const time = now();
    if (Math.floor(time / minute) !== current) {
      current = Math.floor(time / minute);
      counts.clear();
    }
    const count = counts.get(subject) ?? { requests: 0, changes: 0 };
    if (count.requests >= requests || (isChange && count.changes >= changes)) throw tooMany(minute - (time % minute));
    counts.set(subject, { requests: count.requests + 1, changes: count.changes + Number(isChange) });
  };
}

function tooMany(milliseconds: number): ApiError {
  const seconds = Math.ceil(milliseconds / 1000);
  const headers = { 'retry-after': String(seconds) };
  return new ApiError({ status: 429, code: 'too_many_requests', headers }, `Try again in ${seconds} seconds.`);
}
