/** Verifies JWT access tokens (RFC 9068 §4): type, algorithm, issuer and signature here, the claims beside. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWSHeaderParameters } from 'jose';
import { type AccessToken, type TokenContent, withToken } from '../access-token.ts';
import { Refusal, type RefusalReason } from '../refusal.ts';
import type { FollowedServer } from './authorization-servers.ts';
import { createVerifiedTokens, type VerifiedToken } from './verified-tokens.ts';

export interface JwtVerifierOptions {
  /** The trusted authorization servers, by issuer. */
  readonly servers: ReadonlyMap<string, FollowedServer>;
  /** Says what the claims of a genuine token mean here. Throws OAuthError `invalid_token`. */
  readonly judgeClaims: (claims: JWTPayload) => TokenContent;
  /** Seconds. */
  readonly clockTolerance: number;
  readonly now: () => number;
}

/** Signatures by a private key only: neither `none` nor a shared secret can pass (RFC 8725 §3.1). */
const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
];
const TYPES = ['at+jwt', 'application/at+jwt'];
/** How many tokens are remembered: more than are alive at once on a busy server. */
const MEMORY_LIMIT = 100_000;

/**
 * Verifies tokens and remembers the good ones. Throws OAuthError: `invalid_token` when the token is at fault,
 * `temporarily_unavailable` when the issuer's keys can't be known.
 */
export function createJwtVerifier(options: JwtVerifierOptions): (token: string) => Promise<AccessToken> {
  const { clockTolerance, now, servers } = options;
  const isAlive = ({ expiresAt }: TokenContent) => now() < (expiresAt + clockTolerance) * 1000;
  const memory = createVerifiedTokens(MEMORY_LIMIT, isAlive);
  return async (token) => {
    const known = memory.recall(token);
    if (known !== undefined) {
      // Asked on every call, so that the key set is read again at its bounded age even when no new token comes.
      const present = await servers.get(known.content.issuer)?.keySet.read();
      if (known.keys === present) return withToken(token, known.content);
      memory.forget(token);
    }
    const verified = await verify(token, options);
    memory.remember(token, verified);
    return withToken(token, verified.content);
  };
}

async function verify(token: string, options: JwtVerifierOptions): Promise<VerifiedToken> {
  try {
    const { header, issuer, server } = inspect(token, options.servers);
    const { version, key } = await server.keySet.find(header);
    const { payload } = await jwtVerify(token, key, {
      algorithms: ALGORITHMS,
      issuer,
      clockTolerance: options.clockTolerance,
      currentDate: new Date(options.now()),
    });
    return { content: options.judgeClaims(payload), keys: version };
  } catch (error) {
    throw judgeFailure(error);
  }
}

// Nothing read here is believed yet: it only sends away, before any signature work, what can't be one of our tokens.
function inspect(token: string, servers: ReadonlyMap<string, FollowedServer>) {
  const { header, issuer } = decode(token);
  const server = issuer === undefined ? undefined : servers.get(issuer);
  if (!ALGORITHMS.includes(header.alg ?? '')) throw notOurs('not_a_token');
  if (typeof header.typ !== 'string' || !TYPES.includes(header.typ.toLowerCase())) throw notOurs('not_a_token');
  if (issuer === undefined || server === undefined) throw notOurs('unknown_issuer');
  return { header, issuer, server };
}

function decode(token: string): { header: JWSHeaderParameters; issuer: string | undefined } {
  try {
    return { header: decodeProtectedHeader(token), issuer: decodeJwt(token).iss };
  } catch (error) {
    throw notOurs('not_a_token', error);
  }
}

// What is told before the signature is known to be good says nothing to whoever tries out what passes.
function notOurs(reason: RefusalReason, cause?: unknown): Refusal {
  return new Refusal(reason, 'this is no access token of a trusted authorization server', { cause });
}

function judgeFailure(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    return new Refusal('expired', 'the access token has expired', { cause: error });
  }
  // A key set that can't be used is the issuer's fault, not the token's; so is whatever jose has no error of its own for.
  const isTokenAtFault = error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid);
  return isTokenAtFault ? notOurs(reasonOfFault(error), error) : error;
}

function reasonOfFault(error: errors.JOSEError): RefusalReason {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'bad_signature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown_key';
  return error instanceof errors.JWTClaimValidationFailed ? 'unusable_claims' : 'not_a_token';
}
