/** For whom the service calls: a JWT of one minute and one request that the service signed for this API (RFC 7519, RFC 8725 §3). */
import { createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { ApiError } from './api-error.ts';

export interface PersonTokenRules {
  /** The service that signs. */
  readonly issuer: string;
  /** Its public keys. */
  readonly keys: readonly JWK[];
  /** This API. */
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface VerifiedPerson {
  readonly subject: string;
  readonly scopes: readonly string[];
}

/** No other kind of token is taken for one of these (RFC 8725 §3.11). */
export const personTokenType = 'person+jwt';
/** Seconds. */
export const personTokenLifetime = 60;

/** The verifier of the Authorization header. Rejects with ApiError 401, and never says more than that it is wrong. */
export function createPersonVerifier({ issuer, keys, audience, now }: PersonTokenRules) {
  const keySet = createLocalJWKSet({ keys: [...keys] });
  const once = createSingleUse(now);
  return async (authorization: string | undefined): Promise<VerifiedPerson> => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw refusal('Show a token for the person: Authorization: Bearer <token>.');
    const { payload } = await jwtVerify(token, keySet, {
      algorithms: ['ES256'],
      typ: personTokenType,
      issuer,
      audience,
      requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      maxTokenAge: personTokenLifetime,
      currentDate: new Date(now()),
    }).catch((cause: unknown) => {
      throw refusal('The token is not good here: it is for one minute, this API and one request.', cause);
    });
    const { sub = '', jti = '', exp = 0, scope } = payload;
    if (!once(jti, exp)) throw refusal('The token was used already: sign one for each request.');
    return { subject: sub, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
  };
}

function refusal(message: string, cause?: unknown): ApiError {
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  return Object.assign(new ApiError({ status: 401, code: 'invalid_token', headers }, message), { cause });
}

/** False for an id that came before, for as long as its token would be good. */
function createSingleUse(now: () => number): (id: string, expiresAt: number) => boolean {
  const used = new Map<string, number>();
  return (id, expiresAt) => {
    for (const [other, end] of used) if (end * 1000 <= now()) used.delete(other);
    if (used.has(id)) return false;
    used.set(id, expiresAt);
    return true;
  };
}
