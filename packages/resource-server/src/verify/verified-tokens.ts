/** Remembers tokens that were verified, by their hash alone, so that a warm call costs no signature check (RFC 9068 §4). */
import type { TokenContent } from '../access-token.ts';
import { createBoundedMap } from '../bounded-map.ts';
import type { KeySet, KeySetVersion } from './key-set.ts';

/** As small as it can be, because there may be a hundred thousand of them. */
export interface VerifiedToken {
  /** The claims as they were signed, in JSON: what they mean here takes three times the room. */
  readonly payload: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly keySet: KeySet;
  /** The keys among which the token's own was found: in any other version the token must be verified again. */
  readonly keys: KeySetVersion;
}

export interface VerifiedTokens {
  /** Tokens go by their digest. */
  recall(digest: string): VerifiedToken | undefined;
  remember(digest: string, verified: VerifiedToken, content: TokenContent): void;
  forget(digest: string): void;
  /** What a remembered token means here. */
  contentOf(verified: VerifiedToken): TokenContent;
  readonly size: number;
}

export interface MemoryRules {
  /** How many tokens are remembered. */
  readonly limit: number;
  /** Of how many the meaning is kept ready; that of the others is read from their claims again. */
  readonly limitOfReady: number;
  readonly isAlive: (token: { readonly expiresAt: number }) => boolean;
  /** What claims mean that were judged to be good before. */
  readonly read: (payload: string) => TokenContent;
}

/** Only verified tokens enter it, so that a flood of invented ones can't push them out. */
export function createVerifiedTokens({ limit, limitOfReady, isAlive, read }: MemoryRules): VerifiedTokens {
  // Tokens enter in the order in which they will expire, or nearly: the oldest are the expired ones.
  const known = createBoundedMap<string, VerifiedToken>(limit, (verified) => !isAlive(verified));
  const contents = createBoundedMap<VerifiedToken, TokenContent>(limitOfReady);

  return {
    recall(digest) {
      const verified = known.get(digest);
      if (verified === undefined || isAlive(verified)) return verified;
      known.delete(digest);
      return undefined;
    },
    remember(digest, verified, content) {
      known.set(digest, verified);
      contents.set(verified, content);
    },
    forget: (digest) => known.delete(digest),
    contentOf(verified) {
      const ready = contents.get(verified);
      if (ready !== undefined) return ready;
      const content = read(verified.payload);
      contents.set(verified, content);
      return content;
    },
    get size() {
      return known.size;
    },
  };
}
