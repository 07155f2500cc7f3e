/** Remembers tokens that were verified, by their hash alone, so that a warm call costs no signature check (RFC 9068 §4). */
import { hash } from 'node:crypto';
import type { TokenContent } from '../access-token.ts';
import type { KeySetVersion } from './key-set.ts';

export interface VerifiedToken {
  readonly content: TokenContent;
  /** The keys among which the token's own was found: in any other version the token must be verified again. */
  readonly keys: KeySetVersion;
}

export interface VerifiedTokens {
  recall(token: string): VerifiedToken | undefined;
  remember(token: string, verified: VerifiedToken): void;
  forget(token: string): void;
  readonly size: number;
}

/** A memory for at most `limit` tokens. Only verified ones enter it, so that a flood of invented ones can't push them out. */
export function createVerifiedTokens(limit: number, isAlive: (content: TokenContent) => boolean): VerifiedTokens {
  const known = new Map<string, VerifiedToken>();
  const isDead = (verified: VerifiedToken | undefined) => verified !== undefined && !isAlive(verified.content);

  // Tokens enter in the order in which they will expire, or nearly: the front is where the expired ones are.
  function makeRoom(): void {
    for (const [digest, verified] of known) {
      if (known.size < limit && !isDead(verified)) return;
      known.delete(digest);
    }
  }

  return {
    recall(token) {
      const digest = digestOf(token);
      const verified = known.get(digest);
      if (!isDead(verified)) return verified;
      known.delete(digest);
      return undefined;
    },
    remember(token, verified) {
      makeRoom();
      known.set(digestOf(token), verified);
    },
    forget(token) {
      known.delete(digestOf(token));
    },
    get size() {
      return known.size;
    },
  };
}

function digestOf(token: string): string {
  return hash('sha256', token, 'base64');
}
