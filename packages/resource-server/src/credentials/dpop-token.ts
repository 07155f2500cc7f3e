/** Reads the access token of a request that came under the DPoP scheme (RFC 9449 §7.1). */
import { DpopRefusal } from '../dpop/dpop-refusal.ts';
import type { RequestHead } from '../request-head.ts';
import { isTokenInQuery } from './bearer-token.ts';

const dpopScheme = /^dpop(?=[\s,]|$)/i;
const dpopToken = /^dpop +([A-Za-z0-9\-._~+/]+=*)$/i;
const secondDpop = /,\s*dpop(?=[\s,]|$)/i;

/** Undefined when no token came so. Throws OAuthError `invalid_request` for a header that isn't one token, and for two. */
export function readDpopToken(request: RequestHead): string | undefined {
  const value = request.headers.get('authorization')?.trim() ?? '';
  if (!dpopScheme.test(value) && !secondDpop.test(value)) return undefined;
  const token = dpopToken.exec(value)?.[1];
  if (token === undefined) {
    throw malformed('the Authorization header must be the word DPoP, a space and one token');
  }
  if (isTokenInQuery(request)) throw malformed('a token belongs in the Authorization header alone, not in the URL');
  return token;
}

const malformed = (description: string) => new DpopRefusal('malformed_credentials', description);
