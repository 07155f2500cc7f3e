/** What the guard knows of a call that it let through, whatever kind of credential came with it. */

import type { AccessToken } from './access-token.ts';

/** The kinds of credentials, as `Auth.kind` names them. */
export type CredentialKind = 'access_token' | 'api_key' | 'headers' | 'none';

/** What a call that was let through has; `kind` tells an access token, with its issuer and claims, from the rest. */
export type Auth = AccessToken | OtherAuth;

/** Of a call without an access token. */
export interface OtherAuth extends AuthOfAnyKind {
  kind: Exclude<CredentialKind, 'access_token'>;
}

/**
 * Assignable to `AuthInfo` of `@modelcontextprotocol/sdk` 1.x and `@modelcontextprotocol/server` 2.x: its lists are
 * therefore mutable by type, but frozen at run time.
 */
export interface AuthOfAnyKind {
  /** The access token or the API key itself: a secret. Never log it, never pass it on. Empty for the other kinds. */
  token: string;
  clientId: string;
  /** The scopes granted, with those that they imply. */
  scopes: string[];
  /** Seconds since the epoch; absent when it doesn't expire. */
  expiresAt?: number;
  resource: URL;
  /** Absent where no authorization server can give a better credential. */
  resourceMetadataUrl?: string;
  /** The person, or the client itself. */
  subject: string;
  /** What code that sees no more than `AuthInfo` should know. */
  extra: Record<string, unknown>;
}

/** Freezes a value and everything in it, because it is handed to many callers. */
export function freezeDeeply<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freezeDeeply(member);
  }
  return value;
}
