/** The secret of a client that shows it to prove itself (RFC 6749 §2.3.1). */
import { randomBytes } from 'node:crypto';

export const newClientSecret = (): string => randomBytes(32).toString('base64url');

/** Whether a client that authenticates by this method has one. */
export const isSecretMethod = (method: unknown): boolean => String(method).startsWith('client_secret');

/** Of a client's metadata, the secret that it has already, or else a new one, and that it never ends; nothing for a method without one. */
export function secretMembers(method: unknown, secret: unknown = newClientSecret()) {
  return isSecretMethod(method) ? { client_secret: secret, client_secret_expires_at: 0 } : {};
}
