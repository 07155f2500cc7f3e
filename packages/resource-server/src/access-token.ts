/** What a verified access token says, in the shape that both MCP SDK lines call AuthInfo (RFC 9068 §2.2). */

/**
 * A verified access token. Assignable to `AuthInfo` of `@modelcontextprotocol/sdk` 1.x and `@modelcontextprotocol/server` 2.x:
 * its lists are therefore mutable by type, but frozen at run time.
 */
export interface AccessToken {
  /** The token itself: a secret. Never log it, never pass it on to another server. */
  token: string;
  clientId: string;
  /** The scopes granted, with those that they imply. */
  scopes: string[];
  /** Seconds since the epoch. */
  expiresAt: number;
  resource: URL;
  resourceMetadataUrl: string;
  /** `sub`: the person, or the client itself. Unique per issuer only. */
  subject: string;
  issuer: string;
  /** Every claim of the token, as it was signed. */
  claims: Record<string, unknown>;
  /** `subject`, `issuer` and `claims` once more, for code that sees no more than `AuthInfo`. */
  extra: Record<string, unknown>;
}

/** A verified token without the secret itself: what may be remembered. */
export type TokenContent = Omit<AccessToken, 'token'>;

/** Joins what is remembered with the token that was just shown. */
export function withToken(token: string, content: TokenContent): AccessToken {
  return Object.freeze({ token, ...content });
}

/** Freezes a value and everything in it, because it is handed to many callers. */
export function freezeDeeply<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freezeDeeply(member);
  }
  return value;
}
