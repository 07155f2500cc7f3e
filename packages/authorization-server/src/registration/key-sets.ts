/** The keys of clients that name theirs by `jwks_uri` (RFC 7591 §2). */
import Provider from 'oidc-provider';
import type { fetchedJson, ReadJson } from '../fetching/fetched-json.ts';
import { judgeKeySet } from './normalise.ts';

export const mostKeySetBytes = 64 * 1024;

export type ReadKeySet = ReadJson<ReturnType<typeof judgeKeySet>>;

/** A key that its owner withdrew is soon believed no more. */
export function keySets(fetched: ReturnType<typeof fetchedJson>): ReadKeySet {
  return fetched({ mostBytes: mostKeySetBytes, keptAtMost: 600_000, judge: judgeKeySet });
}

/** The engine's `fetch`: all that it reads itself is the key set of a client that the operator registered. */
export function engineFetch(readKeySet: ReadKeySet): typeof globalThis.fetch {
  return async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    return Response.json(await readKeySet(url, Provider.ctx?.ip ?? ''));
  };
}
