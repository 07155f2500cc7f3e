/** Reads the bearer token of an Authorization header (RFC 6750 §2.1, OAuth 2.1 §5.1). */
import { OAuthError } from './oauth-error.ts';

const bearerScheme = /^bearer(?=[\s,]|$)/i;
const bearerToken = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const secondBearer = /,\s*bearer(?=[\s,]|$)/i;

/**
 * The bearer token of a header's value, or undefined when no credentials of this kind came (another scheme is none:
 * RFC 6750 §3.1). Throws OAuthError `invalid_request` for a value that isn't one b64token, and for two of them.
 */
export function readBearerToken(header: string): string | undefined {
  const value = header.trim();
  if (secondBearer.test(value)) throw new OAuthError('invalid_request', 'only one Authorization header is allowed');
  if (!bearerScheme.test(value)) return undefined;
  const token = bearerToken.exec(value)?.[1];
  if (token !== undefined) return token;
  throw new OAuthError('invalid_request', 'the Authorization header must be the word Bearer, a space and one token');
}
