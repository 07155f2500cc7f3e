/** When a signing key is published, begins to sign, and is dropped: each step is a new list of keys (RFC 7517 §5, OpenID Connect Core §10.1.1). */
import { newKey, type KeptKey } from './kept-keys.ts';

/** Milliseconds. */
export interface RotationRules {
  readonly rotateEvery: number;
  /** How long a key stays published after it has signed its last token. */
  readonly keptFor: number;
}

/**
 * Milliseconds that a key is published before it signs: longer than any copy of the key set is used, which a cache keeps
 * for five minutes and a verifier for ten, or for an hour while this server is away.
 */
const publishedBefore = 3_600_000;

export type Keys = readonly KeptKey[];

/** What time has made of the keys; the very list when nothing is due. */
export async function advanced(keys: Keys, now: number, rules: RotationRules): Promise<Keys> {
  const present = keys.filter(({ publishedUntil }) => publishedUntil === undefined || publishedUntil > now);
  const next = nextOf(present);
  if (next) return next.signsFrom <= now ? activated(present, now, rules) : unlessSame(present, keys);
  const { signsFrom } = currentOf(present);
  if (signsFrom + rules.rotateEvery - publishedBefore <= now) return withNext(present, now);
  return unlessSame(present, keys);
}

/** With a next key, unless there is one. */
export async function withNext(keys: Keys, now: number): Promise<Keys> {
  if (nextOf(keys)) return keys;
  return [...keys, await newKey({ state: 'next', publishedAt: now, signsFrom: now + publishedBefore })];
}

/** One new key alone, which signs at once: whatever the others signed is refused as soon as verifiers have read it. */
export async function startedAnew(_keys: Keys, now: number): Promise<Keys> {
  return [await newKey({ state: 'current', publishedAt: now, signsFrom: now })];
}

export function currentOf(keys: Keys): KeptKey {
  const current = keys.find(({ state }) => state === 'current');
  if (!current) throw new Error('the record of the signing keys names none that signs');
  return current;
}

function nextOf(keys: Keys): KeptKey | undefined {
  return keys.find(({ state }) => state === 'next');
}

function activated(keys: Keys, now: number, { keptFor }: RotationRules): Keys {
  return keys.map((key) => {
    if (key.state === 'next') return { ...key, state: 'current', signsFrom: now };
    return key.state === 'current' ? { ...key, state: 'retired', publishedUntil: now + keptFor } : key;
  });
}

/** Keys are only ever dropped here, so the count tells. */
const unlessSame = (present: Keys, keys: Keys) => (present.length === keys.length ? keys : present);
