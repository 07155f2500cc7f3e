/** The ES256 key that signs access tokens and ID tokens (RFC 9068 §2.1): made at first start, kept sealed, its public half published. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Vault } from '../engine-adapter.ts';
import { loadSealed } from '../server-keys.ts';

export interface SigningKeys {
  /** Private keys, the signing one first; for the engine alone. */
  readonly private: { readonly keys: JWK[] };
  /** What `/jwks` shows. */
  readonly public: { readonly keys: JWK[] };
  readonly kid: string;
}

export async function loadSigningKeys(vault: Vault): Promise<SigningKeys> {
  const key = JSON.parse(await loadSealed(vault, 'signing', makeKey)) as JWK & { kid: string };
  return { private: { keys: [key] }, public: { keys: [publicHalf(key)] }, kid: key.kid };
}

async function makeKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' });
}

/** Picked member by member, so that a private one can't slip through. */
function publicHalf({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use } as JWK;
}
