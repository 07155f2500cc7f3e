/** The keys of a record as they are used: what signs, what `/jwks` shows, what verifies (RFC 7517 §5). */
import type { JWK } from 'jose';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Audit } from '../audit.ts';
import type { KeptKeys } from './kept-keys.ts';
import { currentOf } from './rotation-schedule.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface KeySet {
  readonly keys: JWK[];
}

export interface KeyView {
  readonly kept: KeptKeys;
  readonly current: SigningKey;
  readonly published: KeySet;
  readonly verifying: ReadonlyMap<string, KeyObject>;
}

/** The very view when the record is the same. */
export function viewOf(kept: KeptKeys, known?: KeyView): KeyView {
  if (known?.kept === kept) return known;
  const { jwk } = currentOf(kept.keys);
  return {
    kept,
    current: { kid: jwk.kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) },
    published: { keys: kept.keys.map((key) => publicHalf(key.jwk)) },
    verifying: new Map(kept.keys.map((key) => [key.jwk.kid, createPublicKey({ key: key.jwk, format: 'jwk' })])),
  };
}

/** Every instance tells what it has learned; a key that was dropped at once is retired too. */
export function tellChanges(before: KeyView, after: KeyView, audit: Audit): void {
  for (const kid of after.verifying.keys()) if (!before.verifying.has(kid)) audit('signing_key.published', { kid });
  if (after.current.kid !== before.current.kid) audit('signing_key.activated', { kid: after.current.kid });
  const inUse = inUseOf(after);
  for (const kid of inUseOf(before)) if (!inUse.has(kid)) audit('signing_key.retired', { kid });
}

const inUseOf = ({ kept: { keys } }: KeyView) =>
  new Set(keys.filter(({ state }) => state !== 'retired').map(({ jwk }) => jwk.kid));

/** Picked member by member, so that a private one can't slip through. */
function publicHalf({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use } as JWK;
}
