/** A PKCE verifier with its S256 challenge (RFC 7636 §4.1, §4.2). */
import { createHash, randomBytes } from 'node:crypto';

export function newVerifier(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
