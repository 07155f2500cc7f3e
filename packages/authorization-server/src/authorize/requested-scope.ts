/**
 * The scope of an authorization request: known ones stay, unknown ones are left out, and where nothing is left of what
 * was asked of a resource its default stands, as for a request without scope (RFC 6749 §3.3). The token answer says it.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { acceptedOpenidScopes, openidScopes } from '../capabilities.ts';
import type { Resources } from '../resources.ts';

export function settleScope(ctx: KoaContextWithOIDC, resources: Resources): void {
  const params = ctx.oidc.params as { scope?: string | undefined };
  const asked = params.scope?.split(' ') ?? [];
  const meant = Object.keys(ctx.oidc.resourceServers ?? {}).map((indicator) => resources.find(indicator));
  const isOfResource = (scope: string) => meant.some((entry) => Object.hasOwn(entry.scopes, scope));
  const known = asked.filter((scope) => acceptedOpenidScopes.includes(scope) || isOfResource(scope));
  const isSettled = asked.some(isOfResource) || isSignInAlone(asked);
  const settled = isSettled ? known : [...known, ...meant.flatMap((entry) => entry.defaultScopes)];
  params.scope = [...new Set(settled)].join(' ');
}

/**
 * The scope that a refresh asks for: hosts repeat what they once asked the person for, and what was left out of that is
 * left out again. Undefined when nothing stays, which means the scope of before (RFC 6749 §6).
 */
export function refreshedScope(asked: string, resources: Resources): string | undefined {
  const isListed = (scope: string) => openidScopes.some((listed) => listed === scope);
  const isKnown = (scope: string) => resources.all.some((entry) => Object.hasOwn(entry.scopes, scope));
  const known = asked.split(' ').filter((scope) => isListed(scope) || isKnown(scope));
  return known.length > 0 ? known.join(' ') : undefined;
}

/** Who wants to know who the person is, and nothing else, gets nothing else. */
function isSignInAlone(asked: readonly string[]): boolean {
  return (
    asked.every((scope) => acceptedOpenidScopes.includes(scope)) && asked.some((scope) => scope !== 'offline_access')
  );
}
