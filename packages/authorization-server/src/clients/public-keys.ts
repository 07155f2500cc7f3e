/** The keys by which a client proves itself (RFC 7517 §5): public halves, of kinds that this server can verify. */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';

/** Members that belong to the client alone (RFC 7518 §6, RFC 8037 §2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** By key type and curve. */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  'EC P-256': ['ES256'],
  RSA: ['RS256', 'PS256'],
  'OKP Ed25519': ['EdDSA'],
};

/** A key set of 1 to 10 keys, each for one of the algorithms. */
export function publicKeys(accepted: readonly string[]) {
  const key = z
    .record(z.string(), z.unknown())
    .refine(
      (jwk) => !privateMembers.some((member) => member in jwk),
      'this is a private key: leave it with the client, and give its public half alone',
    )
    .refine((jwk) => isVerifiable(jwk, accepted), `give a public key for one of ${accepted.join(', ')}`);
  const keySet = 'give a key set of 1 to 10 keys: {"keys": [ … ]} (RFC 7517 §5)';
  return z.looseObject({ keys: z.array(key, keySet).min(1, keySet).max(10, keySet) }, keySet);
}

/** Whether signatures of one of the algorithms can be verified by this key. */
export function isVerifiable(jwk: Readonly<Record<string, unknown>>, accepted: readonly string[]): boolean {
  const kind = [jwk['kty'], jwk['crv']].filter((member) => typeof member === 'string').join(' ');
  const possible = (Object.hasOwn(algorithms, kind) ? algorithms[kind] : undefined) ?? [];
  const named = possible.filter((algorithm) => jwk['alg'] === undefined || jwk['alg'] === algorithm);
  return named.some((algorithm) => accepted.includes(algorithm)) && isPublicKey(jwk);
}

function isPublicKey(jwk: JsonWebKey): boolean {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: jwk, format: 'jwk' });
    // RFC 7518 §3.3: 2048 bits or more.
    return (asymmetricKeyDetails?.modulusLength ?? 2048) >= 2048;
  } catch {
    return false;
  }
}
