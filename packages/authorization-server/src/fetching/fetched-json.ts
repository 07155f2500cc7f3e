/**
 * What this server fetches from addresses that clients name: the JSON documents about them and their keys. One fetch of
 * an address in a span, within the budgets, and only what was judged good is remembered for longer (CIMD, caching).
 */
import type { CompleteOptions } from '../options.ts';
import { fetchBudget } from './fetch-budget.ts';
import { fetchJson } from './fetch-json.ts';
import { sharedAnswers } from './shared-answers.ts';

export interface JsonKind<T> {
  readonly mostBytes: number;
  /** Milliseconds; an answer may say less. */
  readonly keptAtMost: number;
  /** Throws for what must not be believed. */
  readonly judge: (value: unknown, url: string) => T;
}

/** `address` is that of whoever asks: who makes the server fetch too much is refused before others are. */
export type ReadJson<T> = (url: string, address: string) => Promise<T>;

/** The budgets are one for all kinds. */
export function fetchedJson({ fetch, now, log }: Pick<CompleteOptions, 'fetch' | 'now' | 'log'>) {
  const isWithinBudget = fetchBudget(now);
  return <T>({ mostBytes, keptAtMost, judge }: JsonKind<T>): ReadJson<T> => {
    const share = sharedAnswers<T>(now);
    return (url, address) =>
      share(url, {
        mayAsk() {
          if (!isWithinBudget(new URL(url).host, address)) throw new Error('too much is fetched at the moment');
        },
        async ask() {
          try {
            const { value, freshFor } = await fetchJson(url, { fetch, mostBytes });
            return { value: judge(value, url), freshFor: Math.min(freshFor, keptAtMost) };
          } catch (cause) {
            log.info({ url, cause: String(cause) }, 'what a client named could not be read');
            throw cause;
          }
        },
      });
  };
}
