/**
 * Hashing and verifying by `node:crypto`, which takes half the time of the Web Cryptography API for the two algorithms
 * that nearly every access token is signed with. It is asked for, not imported: elsewhere an import of it would fail.
 */
import type NodeCrypto from 'node:crypto';
import type { CryptoKey } from 'jose';
import { ecdsaDer } from './ecdsa-der.ts';
import type { Platform } from './platform.ts';
import { webPlatform } from './web.ts';

type Verify = (data: Uint8Array, signature: Uint8Array) => boolean;

/** Undefined on any other platform than Node. */
export function nodePlatform(): Platform | undefined {
  const { navigator, process } = globalThis as {
    navigator?: { userAgent?: string };
    process?: Partial<NodeJS.Process>;
  };
  // Deno, Bun and Workers offer it, too, but on Deno a signature takes it 5 ms. Node 20 has no navigator yet.
  if (navigator?.userAgent?.startsWith('Node.js') === false) return undefined;
  const crypto = process?.getBuiltinModule?.('node:crypto');
  if (typeof crypto?.hash !== 'function') return undefined;
  return {
    digest: (text) => crypto.hash('sha256', text, 'base64url'),
    bytesOf: (part) => Buffer.from(part, 'base64url'),
    signatureCheck(alg, key) {
      const verify = verifierFor(alg, key, crypto);
      return verify === undefined ? webPlatform.signatureCheck(alg, key) : (token) => isSigned(token, verify);
    },
  };
}

function verifierFor(alg: string, key: CryptoKey, { KeyObject, verify }: typeof NodeCrypto): Verify | undefined {
  if (alg !== 'ES256' && alg !== 'RS256') return undefined;
  const publicKey = KeyObject.from(key);
  if (alg === 'ES256') {
    return (data, signature) => signature.length === 64 && verify('sha256', data, publicKey, ecdsaDer(signature));
  }
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 2048) throw new Error(`a key for RS256 has ${bits} bits, and must have 2048 at least`);
  return (data, signature) => verify('sha256', data, publicKey, signature);
}

function isSigned(token: string, verify: Verify): boolean {
  const end = token.lastIndexOf('.');
  return verify(Buffer.from(token.slice(0, end), 'latin1'), Buffer.from(token.slice(end + 1), 'base64url'));
}
