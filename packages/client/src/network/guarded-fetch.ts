/**
 * The one way out: every byte that a client sends or reads goes through here. No redirect is followed, no special-use
 * address is connected to, and the answer of the resolver that was judged is the one that is connected to (CL-15).
 */
import { lookup } from 'node:dns';
import { guardedLookup, type Resolve } from '@granthouse/network';
import { Agent, fetch, type RequestInit } from 'undici';
import { ClientError } from '../client-error.ts';
import { unreachable } from './unreachable.ts';
import { isRefused, judgeUrl, type Reach } from './reach.ts';

export type Fetch = (input: string | URL, init?: globalThis.RequestInit) => Promise<Response>;

export interface GuardedFetchOptions extends Reach {
  /** By default the system's, so that a person's own machine finds what its other programs find. */
  readonly resolve?: Resolve;
  /** Certificates of authorities that are trusted besides the usual ones, as PEM. */
  readonly authorities?: readonly string[];
  /** Milliseconds until the headers of an answer are there; by default 15,000. */
  readonly timeLimit?: number;
  /** By default `Granthouse`. */
  readonly userAgent?: string;
}

export interface GuardedFetch {
  /** Rejects with ClientError `not_allowed`, `unreachable` or `timed_out`; an answer with a redirect is an answer. */
  readonly fetch: Fetch;
  close(): Promise<void>;
}

export const systemResolve: Resolve = (name, callback) => lookup(name, { all: true }, callback);

export function guardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { resolve = systemResolve, authorities, timeLimit = 15_000, userAgent = 'Granthouse' } = options;
  const agent = new Agent({
    connect: {
      lookup: guardedLookup(resolve, isRefused(options)),
      ...(authorities && { ca: [...authorities] }),
      timeout: timeLimit,
    },
    headersTimeout: timeLimit,
    maxHeaderSize: 32_768,
  });
  return {
    async fetch(input, init = {}) {
      const url = new URL(input);
      judgeUrl(url, options);
      const headers = new Headers(init.headers);
      if (!headers.has('user-agent')) headers.set('user-agent', userAgent);
      const request = { ...init, headers: [...headers], redirect: 'manual', dispatcher: agent } as RequestInit;
      try {
        return await fetch(url, request);
      } catch (cause) {
        if (init.signal?.aborted) throw cause;
        throw cause instanceof ClientError ? cause : unreachable(url, cause);
      }
    },
    close: () => agent.destroy(),
  };
}
