/**
 * The proofs that were seen and would still be good (RFC 9449 §11.1). Bounded, and never by forgetting one of them: of one
 * key so many are taken, and of all keys together, and whoever goes on then is told to come back later.
 */
import type { RememberProof } from '../options/dpop.ts';
import { DpopRefusal } from './dpop-refusal.ts';

const MINUTE = 60_000;

export interface MemoryLimits {
  /** Of all keys. */
  readonly all: number;
  /** So that one caller doesn't use up the room of the others. */
  readonly ofKey: number;
}

/** About 100 bytes each. */
const LIMITS: MemoryLimits = { all: 200_000, ofKey: 10_000 };

interface Minute {
  readonly seen: Set<string>;
  /** How many of each key. */
  readonly byKey: Map<string, number>;
}

/** Proofs stand in the minute in which they end: a proof that comes again has the same, and no other is looked through. */
export function createProofMemory(now: () => number, limits = LIMITS): RememberProof {
  const minutes = new Map<number, Minute>();
  const sum = (count: (minute: Minute) => number) => [...minutes.values()].reduce((all, each) => all + count(each), 0);

  function minuteOf(time: number): Minute {
    const known = minutes.get(time);
    if (known !== undefined) return known;
    const minute = { seen: new Set<string>(), byKey: new Map<string, number>() };
    minutes.set(time, minute);
    return minute;
  }

  return ({ id, key, expiresAt }) => {
    const present = Math.floor(now() / MINUTE);
    for (const time of minutes.keys()) if (time < present) minutes.delete(time);
    const { seen, byKey } = minuteOf(Math.floor(expiresAt / MINUTE));
    if (seen.has(id)) return false;
    const ofKey = sum((minute) => minute.byKey.get(key) ?? 0);
    if (ofKey >= limits.ofKey || sum((minute) => minute.seen.size) >= limits.all) {
      throw new DpopRefusal('unavailable', 'too many proofs came in a short time, try again later');
    }
    seen.add(id);
    byKey.set(key, (byKey.get(key) ?? 0) + 1);
    return true;
  };
}
