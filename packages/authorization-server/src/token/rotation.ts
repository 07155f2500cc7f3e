/** Whether a refresh token is used up: each one is, by a request that will be answered (OAuth 2.1 §4.3.1, RFC 8707 §2.2). */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';

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
