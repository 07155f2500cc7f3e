/** Judges whether a call that was let in may do what it asks for, before anything is done (RFC 6750 §3.1, MCP authorization, scope challenge). */
import { ConfigurationError, isScopeToken, missingScopes, OAuthError } from '@granthouse/protocol';
import type { Auth } from '../auth.ts';
import { errorAnswer } from '../json-answer.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { toolErrors, unknownNames } from './tool-errors.ts';

/** The scopes that an operation needs, all of them: a list, or what the body of the request tells. */
export type NeededScopes = readonly string[] | BodyScopes;

export interface BodyScopes {
  /** The scopes of everything that this JSON value asks for. Throws OAuthError `access_denied` for what nobody may do. */
  of(body: unknown): readonly string[];
  /** Every scope that `of` may name, so that a wrong one is found at the start. */
  readonly scopes: readonly string[];
  /** Bytes that are read of a body, when no parser did it before. */
  readonly maxBodyBytes: number;
}

export interface ScopeGate {
  /** Bytes of the body that has to be read before it is judged; undefined when the scopes are known without it. */
  readonly maxBodyBytes: number | undefined;
  /** Undefined lets the call pass. Throws ConfigurationError when no guard stands before this gate. */
  judge(auth: Auth | undefined, body?: unknown): Response | undefined;
}

/** The one judgement behind `requireScopes` of every framework. Throws ConfigurationError for a scope that nobody can have. */
export function createScopeGate<A extends Auth>(
  resource: Pick<ProtectedResource<A>, 'demandScopes' | 'scopes'>,
  needed: NeededScopes,
): ScopeGate {
  // Of what is neither, as plain JavaScript may have it, nothing is left, and that is refused.
  const possible = isList(needed) ? needed : (Object(needed) as BodyScopes).scopes;
  requireScopeTokens(possible, 'requireScopes');
  requireDeclared(possible, resource.scopes);
  return {
    maxBodyBytes: isList(needed) ? undefined : needed.maxBodyBytes,
    judge(auth, body) {
      if (auth === undefined) throw guardMissing();
      const scopes = isList(needed) ? needed : scopesOf(needed, body);
      if (scopes instanceof OAuthError) {
        return unknownNames(body, scopes.description) ?? errorAnswer(403, scopes.body());
      }
      const refusal = resource.demandScopes(auth as A, scopes);
      if (refusal === undefined || refusal.headers.has('www-authenticate')) return refusal;
      // Without a challenge a host would show a bare status or sign the person in anew: the agent is told instead.
      return toolErrors(body, inWords(missingScopes(auth.scopes, scopes))) ?? refusal;
    },
  };
}

/** Throws ConfigurationError: a challenge could not carry it (RFC 6749 §3.3). */
export function requireScopeTokens(scopes: readonly string[], path: string): void {
  if (!Array.isArray(scopes)) {
    throw new ConfigurationError({ path, found: 'no list', remedy: "Give a list of scopes, such as ['orders:read']." });
  }
  const wrong = scopes.findIndex((scope: unknown) => typeof scope !== 'string' || !isScopeToken(scope));
  if (wrong === -1) return;
  const remedy = 'Use printable ASCII without spaces, quotes and backslashes (RFC 6749 section 3.3).';
  throw new ConfigurationError({ path: `${path}[${wrong}]`, found: JSON.stringify(scopes[wrong]), remedy });
}

function requireDeclared(scopes: readonly string[], declared: readonly string[]): void {
  const unknown = declared.length === 0 ? undefined : scopes.find((scope) => !declared.includes(scope));
  if (unknown === undefined) return;
  const remedy = 'Declare this scope in the scopes of protectedResource first.';
  throw new ConfigurationError({ path: 'requireScopes', found: JSON.stringify(unknown), remedy });
}

const isList = (needed: NeededScopes): needed is readonly string[] => Array.isArray(needed);

function scopesOf(needed: BodyScopes, body: unknown): readonly string[] | OAuthError {
  try {
    return needed.of(body);
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}

function inWords(missing: readonly string[]): string {
  return (
    `Not allowed: this needs ${missing.join(' and ')}, which was not granted, and trying again will not change that. ` +
    'Tell the person, who can connect this server again with more access, or go on without it.'
  );
}

function guardMissing(): ConfigurationError {
  const remedy = 'Put protect(resource) before requireScopes, for the same path.';
  return new ConfigurationError({ path: 'requireScopes', found: 'a request that no guard let in', remedy });
}
