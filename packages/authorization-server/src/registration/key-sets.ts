/** The keys of clients that name theirs by `jwks_uri` (RFC 7591 §2). */
import Provider from 'oidc-provider';
import type { Audit } from '../audit.ts';
import type { fetchedJson, FetchedKind } from '../fetching/fetched-json.ts';
import type { LastGoodCopies } from '../fetching/last-good-copies.ts';
import { changedMembers } from './changed-members.ts';
import { judgeKeySet, type KeySet } from './client-keys.ts';
import { usableKeys } from './usable-keys.ts';

export const mostKeySetBytes = 64 * 1024;

/** Milliseconds: a key that its owner withdrew is soon believed no more, and not for a week where nobody can ask. */
const lasts = { keptAtMost: 600_000, standsInFor: 86_400_000 };

export type KeySets = FetchedKind<KeySet>;

export function keySets(
  fetched: ReturnType<typeof fetchedJson>,
  { copies, audit }: { copies: LastGoodCopies; audit: Audit },
): KeySets {
  return fetched({
    mostBytes: mostKeySetBytes,
    ...lasts,
    copies,
    judge: (value) => usableKeys(judgeKeySet(value)),
    wasRead(url, { before, after }) {
      const isOther = before?.isKept && changedMembers({ jwks: before.value }, { jwks: after.value }).length > 0;
      if (isOther) audit('client.keys_changed', { jwks_uri: url });
    },
  });
}

/** Whether a set can have the key that somebody names (RFC 7517 §4.5); a key without a name may be any. */
export const hasKey =
  (kid: string | undefined) =>
  ({ keys }: KeySet): boolean =>
    kid === undefined || keys.some((key) => key['kid'] === undefined || key['kid'] === kid);

/** The engine's `fetch`: all that it reads itself is the key set of a client that the operator registered. */
export function engineFetch(sets: KeySets): typeof globalThis.fetch {
  return async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    return Response.json(await sets.read(url, { address: Provider.ctx?.ip ?? '', isKnown: true }));
  };
}
