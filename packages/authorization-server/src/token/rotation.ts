/** Whether a refresh token is used up, and how long the next one lives: each one is, by a request that will be answered (OAuth 2.1 §4.3.1, RFC 8707 §2.2). */
import { errors, type KoaContextWithOIDC, type RefreshToken } from 'oidc-provider';
import type { CompleteOptions } from '../options.ts';

/**
 * The engine asks this last before it takes the token, and looks at `resource` only after it has: a resource that was
 * not granted is refused here, or a client's slip would cost its person the connection.
 */
export function rotatesRefreshToken({ oidc }: KoaContextWithOIDC): true {
  const resource = oidc.params?.['resource'];
  const isGranted = typeof resource === 'string' && oidc.entities.RefreshToken?.resourceIndicators.has(resource);
  if (resource !== undefined && !isGranted) throw new errors.InvalidTarget('the resource was not granted');
  return true;
}

/** Seconds: without use, and at most until the family has reached the age of the longest authorization (RFC 9700 §4.14.2). */
export function refreshTokenLife(
  { iiat, iat }: Pick<RefreshToken, 'iiat' | 'iat'>,
  { refreshToken, authorization }: CompleteOptions['lifetimes'],
): number {
  const age = Math.floor(Date.now() / 1000) - (iiat ?? iat);
  return Math.max(1, Math.min(refreshToken, authorization - age));
}
