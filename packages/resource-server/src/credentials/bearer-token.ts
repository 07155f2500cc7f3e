/** Reads the bearer token of a request: from the Authorization header and nowhere else (RFC 6750 §2.1, OAuth 2.1 §5.1). */
import { OAuthError, readBearerToken as readFromHeader } from '@granthouse/protocol';
import type { RequestHead } from '../request-head.ts';

const TOKEN_IN_QUERY = /[?&]access_token=/;

/**
 * The bearer token, or undefined when no credentials of this kind came (another scheme is none: RFC 6750 §3.1).
 * Throws OAuthError `invalid_request` for a header that isn't one b64token, for two headers, and for a second transport.
 */
export function readBearerToken(request: RequestHead): string | undefined {
  const token = readFromHeader(request.headers.get('authorization') ?? '');
  if (token !== undefined && isTokenInQuery(request)) {
    throw new OAuthError('invalid_request', 'a token belongs in the Authorization header alone, not in the URL');
  }
  return token;
}

/** Only its presence counts: a token in a URL ends up in logs, so its value is never looked at (RFC 6750 §2, §5.3). */
export const isTokenInQuery = (request: RequestHead): boolean => TOKEN_IN_QUERY.test(request.url);
