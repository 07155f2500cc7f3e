/** Scope values: their syntax (RFC 6749 §3.3), what they imply, and what is missing. */
import { OAuthError } from './oauth-error.ts';

/** For each scope, the scopes that it includes: `{ 'orders:write': ['orders:read'] }`. */
export type ScopeImplications = Readonly<Record<string, readonly string[]>>;

const scopeToken = /^[\u0021\u0023-\u005b\u005d-\u007e]+$/;

/** Whether this is one scope token: printable ASCII without space, double quote and backslash (RFC 6749 §3.3). */
export function isScopeToken(value: string): boolean {
  return scopeToken.test(value);
}

/**
 * The scopes of a `scope` parameter, each once, in their order; none for an empty value. Surplus spaces are passed
 * over. Throws OAuthError invalid_scope for a character that no scope may hold.
 */
export function parseScope(value: string): string[] {
  return distinctScopes(value.split(' ').filter((scope) => scope !== ''));
}

/** The `scope` parameter for these scopes, each once. Throws OAuthError invalid_scope when one of them is no scope token. */
export function formatScope(scopes: readonly string[]): string {
  return distinctScopes(scopes).join(' ');
}

/** These scopes and all that they imply, directly or through others; the given ones first. Cycles do no harm. */
export function impliedScopes(scopes: readonly string[], implies: ScopeImplications): string[] {
  const reached = new Set(scopes);
  // A set that grows while it is walked hands out each new member once.
  for (const scope of reached) {
    for (const implied of Object.hasOwn(implies, scope) ? (implies[scope] ?? []) : []) reached.add(implied);
  }
  return [...reached];
}

/** The needed scopes that the granted ones neither hold nor imply, each once. */
export function missingScopes(
  granted: readonly string[],
  needed: readonly string[],
  implies: ScopeImplications = {},
): string[] {
  const held = new Set(impliedScopes(granted, implies));
  return [...new Set(needed)].filter((scope) => !held.has(scope));
}

function distinctScopes(scopes: readonly string[]): string[] {
  if (!scopes.every(isScopeToken)) {
    throw new OAuthError('invalid_scope', 'a scope is printable ASCII without space, double quote and backslash');
  }
  return [...new Set(scopes)];
}
