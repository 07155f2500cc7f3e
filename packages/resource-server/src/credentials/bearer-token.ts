/** Reads the bearer token of a request: from the Authorization header and nowhere else (RFC 6750 §2.1, OAuth 2.1 §5.1). */
import { OAuthError } from '@granthouse/protocol';
import type { RequestHead } from '../request-head.ts';

const BEARER_SCHEME = /^bearer(?=[\s,]|$)/i;
const BEARER_TOKEN = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const SECOND_BEARER = /,\s*bearer(?=[\s,]|$)/i;
const TOKEN_IN_QUERY = /[?&]access_token=/;

/**
 * The bearer token, or undefined when no credentials of this kind came (another scheme is none: RFC 6750 §3.1).
 * Throws OAuthError `invalid_request` for a header that isn't one b64token, for two headers, and for a second transport.
 */
export function readBearerToken(request: RequestHead): string | undefined {
  const header = request.headers.get('authorization')?.trim() ?? '';
  if (SECOND_BEARER.test(header)) {
    throw new OAuthError('invalid_request', 'only one Authorization header is allowed');
  }
  if (!BEARER_SCHEME.test(header)) return undefined;
  const token = BEARER_TOKEN.exec(header)?.[1];
  if (token === undefined) {
    throw new OAuthError('invalid_request', 'the Authorization header must be the word Bearer, a space and one token');
  }
  // Only its presence counts: a token in a URL ends up in logs, so its value is never looked at (RFC 6750 §2, §5.3).
  if (TOKEN_IN_QUERY.test(request.url)) {
    throw new OAuthError('invalid_request', 'a token belongs in the Authorization header alone, not in the URL');
  }
  return token;
}
