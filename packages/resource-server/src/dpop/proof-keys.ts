/** The keys of proofs: judged against the token that they go with, and made ready once for all its proofs (RFC 9449 §4.3, RFC 7638). */
import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK, type JWSHeaderParameters } from 'jose';
import { createBoundedMap } from '../bounded-map.ts';
import { platform, type SignatureCheck } from '../platform/platform.ts';
import { DpopRefusal } from './dpop-refusal.ts';

/** As many as call within the same moments. */
const READY = 1000;

/** Throws OAuthError `invalid_dpop_proof` for a key that is none, or not that of the thumbprint. */
export type FindProofKey = (header: JWSHeaderParameters, thumbprint: string) => Promise<SignatureCheck>;

/** Only keys that genuine tokens are bound to enter it, so that invented ones push none out. */
export function createProofKeys(): FindProofKey {
  const ready = createBoundedMap<string, SignatureCheck>(READY);
  return async ({ jwk, alg = '' }, thumbprint) => {
    const members = publicMembers(jwk);
    const name = JSON.stringify([thumbprint, alg, members]);
    const known = ready.get(name);
    if (known !== undefined) return known;
    if ((await thumbprintOf(members)) !== thumbprint) throw bad('the access token is bound to another key');
    const check = platform.signatureCheck(alg, await imported(members, alg));
    ready.set(name, check);
    return check;
  };
}

function publicMembers(jwk: unknown): JWK {
  const { kty, crv, x, y, d } = (jwk ?? {}) as Record<string, unknown>;
  if (![kty, crv, x].every((member) => typeof member === 'string')) throw bad('jwk is no public key');
  if (d !== undefined) throw bad('jwk holds a private key');
  // Of other types it is no part of the key, and would be room for as many names of one key as anyone likes.
  return { kty, crv, x, ...(kty === 'EC' && { y }) } as JWK;
}

async function thumbprintOf(jwk: JWK): Promise<string> {
  try {
    return await calculateJwkThumbprint(jwk);
  } catch (cause) {
    throw bad('jwk is no public key', cause);
  }
}

async function imported(jwk: JWK, alg: string): Promise<CryptoKey> {
  try {
    return (await importJWK(jwk, alg)) as CryptoKey;
  } catch (cause) {
    throw bad('jwk is no key for alg', cause);
  }
}

function bad(description: string, cause?: unknown): DpopRefusal {
  return new DpopRefusal('bad_proof', description, { cause });
}
