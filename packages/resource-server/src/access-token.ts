/** What a verified access token says (RFC 9068 §2.2). */
import { type AuthOfAnyKind, freezeDeeply } from './auth.ts';

/** A verified access token. */
export interface AccessToken extends AuthOfAnyKind {
  kind: 'access_token';
  /** Seconds since the epoch. */
  expiresAt: number;
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

/** Joins what is remembered with the token that was just shown. Frozen here, because only a genuine token comes so far. */
export function withToken(token: string, content: TokenContent): AccessToken {
  return Object.freeze({ token, ...freezeDeeply(content) });
}
