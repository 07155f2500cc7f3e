/** Which way a token is judged: a JWT by its signature, an opaque token by asking the one server that gives such (RFC 9068 §4, RFC 7662). */
import { type AccessToken, type TokenContent, withToken } from '../access-token.ts';
import type { AuthorizationServer } from '../options/authorization-servers.ts';
import type { ResolvedOptions } from '../options.ts';
import type { FollowedServer } from './authorization-servers.ts';
import { createClaimsJudge } from './claims.ts';
import { createIntrospection } from './introspection.ts';
import { createJwtVerifier, LONGEST_TOKEN } from './jwt.ts';
import { type Claims, introspectedShape } from './token-shapes.ts';
import { looksLikeJws } from './unverified-jwt.ts';

/**
 * Verifies access tokens of every kind. Throws OAuthError: `invalid_token` when the token is at fault,
 * `temporarily_unavailable` when it can't be judged now.
 */
export function createAccessTokenVerifier(
  options: ResolvedOptions,
  servers: ReadonlyMap<string, FollowedServer>,
): (token: string) => Promise<AccessToken> {
  const verifyJwt = createJwtVerifier({ ...options, servers, judgeClaims: createClaimsJudge(options) });
  const { opaque, jwt } = createIntrospections(options, servers);
  if (opaque === undefined && jwt.size === 0) return verifyJwt;

  return async (sent) => {
    if (opaque !== undefined && sent.length <= LONGEST_TOKEN && !looksLikeJws(sent)) {
      return withToken(sent, await opaque(sent));
    }
    // Before anybody is asked: a token that isn't genuine is no reason to.
    const token = await verifyJwt(sent);
    await jwt.get(token.issuer)?.(sent);
    return token;
  };
}

interface Introspections {
  /** Of the one server that is asked about opaque tokens. */
  readonly opaque: ((token: string) => Promise<TokenContent>) | undefined;
  /** Of the servers that are asked whether their JWTs are still active, by issuer. */
  readonly jwt: ReadonlyMap<string, (token: string) => Promise<unknown>>;
}

function createIntrospections(options: ResolvedOptions, servers: ReadonlyMap<string, FollowedServer>): Introspections {
  const asked = options.authorizationServers.flatMap((server) => {
    const followed = servers.get(server.issuer);
    if (followed === undefined || server.introspection === undefined) return [];
    warnOfDangers(server, options);
    const { kinds } = server.introspection;
    return [
      { kinds, server, parts: { issuer: server.issuer, introspection: server.introspection, followed, options } },
    ];
  });
  const jwt = asked.filter(({ kinds }) => kinds.includes('jwt'));
  const opaque = asked.find(({ kinds }) => kinds.includes('opaque'));
  return {
    opaque: opaque && createIntrospection({ ...opaque.parts, judge: createAnswerJudge(opaque.server, options) }),
    jwt: new Map(jwt.map(({ server, parts }) => [server.issuer, createIntrospection({ ...parts, judge: confirmed })])),
  };
}

/** An answer about an opaque token says what a JWT says itself, and is judged alike. */
function createAnswerJudge(server: AuthorizationServer, options: ResolvedOptions): (answer: Claims) => TokenContent {
  const shape = introspectedShape(options.resource, server.introspection?.dangerouslyWithout ?? []);
  const judge = createClaimsJudge({ ...options, authorizationServers: [{ ...server, shape }] });
  // Who answers speaks of its own tokens, unless it says otherwise.
  return (answer) => judge({ iss: server.issuer, ...answer });
}

/** What the token says itself was judged before. */
const confirmed = ({ exp }: Claims) => ({ expiresAt: typeof exp === 'number' ? exp : Infinity });

function warnOfDangers({ issuer, introspection }: AuthorizationServer, { log }: ResolvedOptions): void {
  const without = introspection?.dangerouslyWithout ?? [];
  if (without.length === 0) return;
  log?.warn({ issuer, without }, 'dangerouslyWithout: tokens are taken of which the authorization server says less');
}
