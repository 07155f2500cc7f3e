/** The one spelling of a resource that becomes an audience, and whether two spellings name the same (RFC 8707 §2). */
import { OAuthError } from './oauth-error.ts';
import { webUriProblem } from './uri.ts';

/**
 * The canonical form of an http or https resource: scheme and host in lower case, no default port, no slash at the
 * end of the path, the query as it is. Throws OAuthError invalid_target for anything else, a fragment included.
 */
export function canonicalResource(value: string): string {
  const problem = webUriProblem(value);
  if (problem !== undefined) throw new OAuthError('invalid_target', `the resource ${problem}`);
  const { origin, pathname, search } = new URL(value);
  return `${origin}${withoutTrailingSlashes(pathname)}${search}`;
}

/** Whether both name the same resource; false when one of them names none. */
export function isSameResource(a: string, b: string): boolean {
  if (webUriProblem(a) !== undefined || webUriProblem(b) !== undefined) return false;
  return canonicalResource(a) === canonicalResource(b);
}

function withoutTrailingSlashes(path: string): string {
  return path.endsWith('/') ? withoutTrailingSlashes(path.slice(0, -1)) : path;
}
