/** What a call with a good credential is refused for all the same: too much at once, or too often (RFC 9110 §15.5.14, RFC 6585 §4). */
import { OAuthError } from '@granthouse/protocol';
import type { Auth } from './auth.ts';
import type { Refused } from './decision.ts';
import { errorAnswer } from './json-answer.ts';
import type { ResolvedOptions } from './options.ts';
import { Refusal } from './refusal.ts';
import type { RequestHead } from './request-head.ts';

export interface Limits {
  /**
   * 413 for a body whose length is told and too much. The stream stays untouched: what comes without a length is for
   * whoever reads it to end, as both lines of the MCP SDK do at the same size.
   */
  ofSize(auth: Auth, request: RequestHead): Refused | undefined;
  /** 429 when the operator's function says so; undefined where there is none. Rejects with Refusal `unavailable` when it fails. */
  readonly ofRate: ((auth: Auth, request: RequestHead) => Promise<Refused | undefined>) | undefined;
}

/** Seconds, for an operator who doesn't say how many. */
const RETRY_AFTER = 10;

export function createLimits({ maxBodyBytes, rateLimit, log }: ResolvedOptions): Limits {
  return {
    ofSize(auth, request) {
      const length = request.headers.get('content-length');
      if (length === null || !(Number(length) > maxBodyBytes)) return undefined;
      const error = new OAuthError('invalid_request', `the body is larger than ${maxBodyBytes} bytes`);
      return { response: errorAnswer(413, error.body()), reason: 'body_too_large', credential: auth.kind, auth };
    },
    ofRate:
      rateLimit &&
      (async (auth, request) => {
        try {
          const limited = await rateLimit(auth, request);
          return limited ? tooOften(auth, limited.retryAfter) : undefined;
        } catch (error) {
          log?.warn({ err: error }, 'rateLimit failed');
          throw new Refusal('unavailable', 'this call can not be counted now, try again soon', { cause: error });
        }
      }),
  };
}

function tooOften(auth: Auth, seconds: number): Refused {
  const retryAfter = Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : RETRY_AFTER;
  // No code is registered for this one; hosts take temporarily_unavailable for a reason to come back, not to sign in.
  const error = new OAuthError('temporarily_unavailable', `too many calls, try again in ${retryAfter} seconds`);
  const response = errorAnswer(429, error.body(), { 'retry-after': String(retryAfter) });
  return { response, reason: 'too_many_calls', credential: auth.kind, auth };
}
