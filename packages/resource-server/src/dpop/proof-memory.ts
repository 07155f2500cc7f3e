/**
 * The proofs that were seen and would still be good (RFC 9449 §11.1). Bounded, and never by forgetting one of them: of one
 * person no more are taken than a share of the room that is left, and whoever goes on then is told to come back later.
 */
import type { RememberProof } from '../options/dpop.ts';
import { DpopRefusal } from './dpop-refusal.ts';

const MINUTE = 60_000;

export interface MemoryLimits {
  /** Of all callers. */
  readonly all: number;
  /**
   * The part of the room that is left which one holder of tokens may have, so that nobody uses up the room of the others.
   * Holders are counted and no keys, which anyone makes as many of as he likes.
   */
  readonly share: number;
}

/** About 100 bytes each. */
const LIMITS: MemoryLimits = { all: 200_000, share: 1 / 10 };

interface Minute {
  readonly seen: Set<string>;
  /** How many of each. */
  readonly byHolder: Map<string, number>;
}

/** Proofs stand in the minute in which they end: a proof that comes again has the same, and no other is looked through. */
export function createProofMemory(now: () => number, limits = LIMITS): RememberProof {
  const minutes = new Map<number, Minute>();
  const sum = (count: (minute: Minute) => number) => [...minutes.values()].reduce((all, each) => all + count(each), 0);

  function minuteOf(time: number): Minute {
    const known = minutes.get(time);
    if (known !== undefined) return known;
    const minute = { seen: new Set<string>(), byHolder: new Map<string, number>() };
    minutes.set(time, minute);
    return minute;
  }

  return ({ id, holder, expiresAt }) => {
    const present = Math.floor(now() / MINUTE);
    for (const time of minutes.keys()) if (time < present) minutes.delete(time);
    const { seen, byHolder } = minuteOf(Math.floor(expiresAt / MINUTE));
    if (seen.has(id)) return false;
    const left = limits.all - sum((minute) => minute.seen.size);
    const ofHolder = sum((minute) => minute.byHolder.get(holder) ?? 0);
    if (left === 0 || ofHolder >= left * limits.share) {
      throw new DpopRefusal('unavailable', 'too many proofs came in a short time, try again later');
    }
    seen.add(id);
    byHolder.set(holder, (byHolder.get(holder) ?? 0) + 1);
    return true;
  };
}
