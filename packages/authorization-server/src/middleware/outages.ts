/** The store is away: requests that meet it together share one line in the log, and say so to whoever must wait (RFC 9110 §15.6.4). */
import { randomBytes } from 'node:crypto';
import { StorageError } from '@granthouse/storage';
import { toldRequest } from '../log.ts';
import type { CompleteOptions } from '../options.ts';

/** Seconds until it is worth to ask again: `Retry-After`. */
export const retryAfter = 5;

export interface Outages {
  /** Tells the log, once in a while; the reference of the line that tells it. */
  met(request: { readonly method: string; readonly path: string }, error: Error): string;
  /** Whether a request failed so a moment ago. */
  isRecent(): boolean;
}

export const isUnavailable = (error: unknown): error is StorageError =>
  error instanceof StorageError && error.code === 'unavailable';

export const newReference = (): string => randomBytes(6).toString('hex');

export function outages({ log, now }: Pick<CompleteOptions, 'log' | 'now'>): Outages {
  let told = { at: -Infinity, reference: '' };
  let lastAt = -Infinity;
  let untold = 0;
  const isWithin = (at: number) => Math.abs(now() - at) < retryAfter * 1000;
  return {
    met(request, { message }) {
      lastAt = now();
      if (isWithin(told.at)) {
        untold += 1;
        return told.reference;
      }
      told = { at: lastAt, reference: newReference() };
      // No stack: a store that is away is away from everywhere.
      log.error(
        { reference: told.reference, ...toldRequest(request), cause: message, sinceLastLine: untold },
        'the store is away',
      );
      untold = 0;
      return told.reference;
    },
    isRecent: () => isWithin(lastAt),
  };
}
