/** A client's key and the proofs that it signs (RFC 9449 §4.2), right in every way but for the changes. */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

export interface ProofChanges {
  htm?: string;
  /** The access token that it goes with. */
  token?: string;
  nonce?: string;
  /** Claims to add or to replace; an undefined one is left out. */
  claims?: Record<string, unknown>;
  /** Header members to add or to replace. */
  header?: Record<string, unknown>;
  /** Signs with this key instead of its own. */
  key?: CryptoKey | Uint8Array;
}

export interface DpopKey {
  readonly thumbprint: string;
  readonly jwk: JWK;
  readonly privateJwk: JWK;
  readonly privateKey: CryptoKey;
  prove(htu: string, changes?: ProofChanges): Promise<string>;
}

export const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

/** `now` in milliseconds since the epoch. */
export async function dpopKey(alg = 'ES256', now: () => number = Date.now): Promise<DpopKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const [jwk, privateJwk] = [await exportJWK(publicKey), await exportJWK(privateKey)];
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    jwk,
    privateJwk,
    privateKey,
    prove(htu, { htm = 'POST', token, nonce, claims, header, key = privateKey } = {}) {
      const body = {
        jti: crypto.randomUUID(),
        htm,
        htu,
        iat: Math.floor(now() / 1000),
        ...(token === undefined ? {} : { ath: hashOf(token) }),
        ...(nonce === undefined ? {} : { nonce }),
        ...claims,
      };
      return new SignJWT(body)
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header })
        .sign(key, { crit: { 'urn:test': true } });
    },
  };
}
