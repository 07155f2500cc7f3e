/** Verifies JWT access tokens (RFC 9068 §4): type, algorithm, issuer and signature here, the claims beside. */
import { errors, type JWSHeaderParameters, type JWTPayload } from 'jose';
import { type AccessToken, type TokenContent, withToken } from '../access-token.ts';
import { platform } from '../platform/platform.ts';
import type { FollowedServer } from './authorization-servers.ts';
import { notOurs } from './claims.ts';
import type { KeySet, KeySetVersion } from './key-set.ts';
import { createSharedWork } from './shared-work.ts';
import { hasAccessTokenType } from './token-shapes.ts';
import { readJwt, type UnverifiedJwt } from './unverified-jwt.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

export interface JwtVerifierOptions {
  /** The trusted authorization servers, by issuer. */
  readonly servers: ReadonlyMap<string, FollowedServer>;
  /** Says what the claims of a token mean here, if it is genuine. Throws OAuthError `invalid_token`. */
  readonly judgeClaims: (claims: JWTPayload) => TokenContent;
  /** Seconds. */
  readonly clockTolerance: number;
  readonly now: () => number;
}

/** Signatures by a private key only: neither `none` nor a shared secret can pass (RFC 8725 §3.1). */
const ALGORITHMS = new Set([
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
]);
/** In characters; as much as Node takes of all headers together. A longer one isn't looked at. */
export const LONGEST_TOKEN = 16 * 1024;
/** More than are alive at once on a busy server. */
const REMEMBERED = 100_000;
/** As many as call within the same moments. */
const READY = 2000;

/** A token that is right in everything but, perhaps, its signature. */
interface Candidate extends UnverifiedJwt {
  readonly content: TokenContent;
  readonly keySet: KeySet;
}

/**
 * Verifies tokens and remembers the good ones. Throws OAuthError: `invalid_token` when the token is at fault,
 * `temporarily_unavailable` when the issuer's keys can't be known.
 */
export function createJwtVerifier(options: JwtVerifierOptions): (token: string) => Promise<AccessToken> {
  const { isAlive, judge } = createJudgement(options);
  const read = (payload: string) => options.judgeClaims(JSON.parse(payload) as JWTPayload);
  const memory = createVerifiedTokens({ limit: REMEMBERED, limitOfReady: READY, isAlive, read });
  const firstSight = createSharedWork<KeySetVersion>();

  return async (token) => {
    if (token.length > LONGEST_TOKEN) throw notOurs('not_a_token');
    const digest = await platform.digest(token);
    const known = memory.recall(digest);
    if (known !== undefined) {
      // Asked on every call, so that the key set is read again at its bounded age even when no new token comes.
      if (known.keys === (await known.keySet.read())) return withToken(token, memory.contentOf(known));
      memory.forget(digest);
    }
    const { content, payload, keySet, header } = judge(token);
    const keys = await firstSight(digest, () => verify(token, header, keySet));
    memory.remember(digest, { payload, expiresAt: content.expiresAt, keySet, keys }, content);
    return withToken(token, content);
  };
}

/** The keys among which the token's own is that signed it. */
async function verify(token: string, header: JWSHeaderParameters, keySet: KeySet): Promise<KeySetVersion> {
  try {
    const found = await keySet.find(header);
    if (found === undefined) throw notOurs('unknown_key');
    if (await found.isSigned(token)) return found.version;
  } catch (error) {
    throw judgeFailure(error);
  }
  throw notOurs('bad_signature');
}

/**
 * Whatever costs neither a key nor a signature, so that a flood of what fails here costs no more than this. All of it is
 * known to everyone: what is told of a token says nothing about the keys.
 */
function createJudgement({ clockTolerance, judgeClaims, now, servers }: JwtVerifierOptions) {
  const isAlive = ({ expiresAt }: { readonly expiresAt: number }) => now() < (expiresAt + clockTolerance) * 1000;
  return {
    isAlive,
    judge(token: string): Candidate {
      const jwt = readJwt(token);
      if (jwt === undefined) throw notOurs('not_a_token');
      const { keySet } = requireTrust(jwt, servers);
      const content = judgeClaims(jwt.claims);
      return { ...jwt, content, keySet };
    },
  };
}

/** No extension of JWS is understood here, so each critical one refuses the token (RFC 7515 §4.1.11). */
function requireTrust({ header, claims }: UnverifiedJwt, servers: JwtVerifierOptions['servers']): FollowedServer {
  const { alg, typ, crit, kid } = header;
  const server = servers.get(claims.iss ?? '');
  if (alg === undefined || !ALGORITHMS.has(alg)) throw notOurs('not_a_token');
  if (crit !== undefined || (kid !== undefined && typeof kid !== 'string')) throw notOurs('not_a_token');
  if (server === undefined) throw notOurs('unknown_issuer');
  if (!hasAccessTokenType(typ, server.shape)) throw notOurs('not_a_token');
  return server;
}

function judgeFailure(error: unknown): unknown {
  // A key set that can't be used is the issuer's fault, not the token's; so is whatever jose has no error of its own for.
  const isTokenAtFault = error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid);
  return isTokenAtFault ? notOurs('unknown_key', error) : error;
}
