/** Hashing and verifying by web standards alone: Workers, Deno, Bun, and what else has the Web Cryptography API. */
import { base64url, compactVerify, errors } from 'jose';
import type { Platform } from './platform.ts';

const encoder = new TextEncoder();

export const webPlatform: Platform = {
  async digest(text) {
    return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
  },
  bytesOf: (part) => base64url.decode(part),
  signatureCheck: (alg, key) => async (token) => {
    try {
      await compactVerify(token, key, { algorithms: [alg] });
      return true;
    } catch (error) {
      if (isOfSignature(error)) return false;
      throw error;
    }
  },
};

function isOfSignature(error: unknown): boolean {
  return error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWSInvalid;
}
