/** Whether a refresh token is used up, and how long the next one lives: each one is, by a request that will be answered (OAuth 2.1 §4.3.1, RFC 8707 §2.2). */
import { errors, type KoaContextWithOIDC, type RefreshToken } from 'oidc-provider';
import type { Limits } from '../limits/limits.ts';
import type { CompleteOptions } from '../options.ts';
import { Refusal } from '../refusals/refusal.ts';
import { judgeGrantedResource } from './granted-resource.ts';

type Aged = Pick<RefreshToken, 'iiat' | 'iat'>;
type Lifetimes = CompleteOptions['lifetimes'];

interface Bounds {
  readonly lifetimes: Lifetimes;
  readonly limits: Limits;
}

/** The engine asks this last before it takes the token. */
export function rotatesRefreshToken({ oidc }: KoaContextWithOIDC, { lifetimes, limits }: Bounds): true {
  const { RefreshToken: token } = oidc.entities;
  if (token) judgeGrantedResource(oidc.params?.['resource'], token.resourceIndicators);
  // The next one would live a second, and so would the one after it.
  if (token && ageOf(token) >= lifetimes.authorization) {
    throw new errors.InvalidGrant({ cause: new Refusal('refresh_token.too_old', 'the authorization is too old') });
  }
  const { clientId, accountId } = token ?? {};
  if (clientId !== undefined && accountId !== undefined) limits.refresh({ clientId, accountId });
  return true;
}

/** Seconds: without use, and at most until the family has reached the age of the longest authorization (RFC 9700 §4.14.2). */
export function refreshTokenLife(token: Aged, { refreshToken, authorization }: Lifetimes): number {
  return Math.max(1, Math.min(refreshToken, authorization - ageOf(token)));
}

/** Seconds since the family's first token was given. */
const ageOf = ({ iiat, iat }: Aged) => Math.floor(Date.now() / 1000) - (iiat ?? iat);
