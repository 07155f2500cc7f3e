/** Where a metadata document lives (RFC 8414 §3.1, RFC 9728 §3.1, OpenID Connect Discovery 1.0 §4). */
import { OAuthError } from './oauth-error.ts';
import { webUriProblem } from './uri.ts';

/**
 * The URL of a resource's metadata: the well-known path between host and path; path and query stay as they are
 * (RFC 9728 §3.1). Throws OAuthError invalid_target when the resource is no http or https URL without fragment.
 */
export function protectedResourceMetadataUrl(resource: string): string {
  const problem = webUriProblem(resource);
  if (problem !== undefined) throw new OAuthError('invalid_target', `the resource ${problem}`);
  const { origin, pathname, search } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`;
}

/**
 * The URLs at which an authorization server's metadata may live, in the order in which a client asks (RFC 8414 §3.1
 * and §5). Throws OAuthError invalid_request when the issuer is no http or https URL without query and fragment.
 */
export function authorizationServerMetadataUrls(issuer: string): string[] {
  const problem = webUriProblem(issuer) ?? (issuer.includes('?') ? 'has a query' : undefined);
  if (problem !== undefined) throw new OAuthError('invalid_request', `the issuer ${problem}`);
  const { origin, pathname } = new URL(issuer);
  const path = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname;
  const inserted = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ];
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`];
}
