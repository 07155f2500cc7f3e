/** How long a client's assertion may be good for: each one is remembered until it expires, so that it proves once (RFC 7523 §3). */
import { errors } from 'oidc-provider';

/** Seconds; clients make one for each request. */
const longestLife = 3600;

/** Called when the signature is known to be good; `exp` is there. */
export function judgeAssertionLife({ exp }: Readonly<Record<string, unknown>>, now: number): void {
  if (typeof exp !== 'number' || exp - now / 1000 > longestLife) {
    throw new errors.InvalidClientAuth(`client_assertion must expire within ${longestLife} seconds`);
  }
}
