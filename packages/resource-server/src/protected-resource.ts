/** A protected resource: its metadata, and the whole judgement of a request in its order (RFC 9728, RFC 6750, OAuth 2.1 §5). */
import { protectedResourceMetadataUrl } from '@granthouse/protocol';
import type { AccessToken } from './access-token.ts';
import { createAuthentication } from './authentication.ts';
import { createChallenges } from './challenge.ts';
import { createCorsHeaders, preflightAnswer } from './cors.ts';
import { createMetadata } from './metadata.ts';
import { type ProtectedResourceOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { createOriginCheck } from './origin.ts';
import { createPathGuard, type RequestHead } from './request-head.ts';
import { followAuthorizationServers } from './verify/authorization-servers.ts';
import { createClaimsJudge, grantedScopes } from './verify/claims.ts';
import { createJwtVerifier } from './verify/jwt.ts';

export interface ProtectedResource {
  /** The canonical resource identifier: the audience of every accepted token. */
  readonly resource: string;
  /** Where the metadata document is (RFC 9728 §3.1). */
  readonly metadataUrl: string;
  /**
   * The whole judgement. A `Response`: send it and stop. An `AccessToken`: let the request through, with `corsHeaders` on
   * the answer. Undefined: the request is for something else, unguarded. Never throws.
   */
  handle(request: RequestHead): Promise<Response | AccessToken | undefined>;
  /** Answers requests for well-known documents; undefined for all others. */
  metadata(request: RequestHead): Promise<Response | undefined>;
  /** Judges Host, Origin and credentials, wherever the request goes. Never throws, and never answers 500. */
  authenticate(request: RequestHead): Promise<AccessToken | Response>;
  /** 403 for a valid token that lacks a scope, asking for what was granted and what is needed (RFC 6750 §3.1). */
  insufficientScope(token: AccessToken, needed: readonly string[]): Response;
  /** CORS headers for the answer to a request that was let through. */
  corsHeaders(request: RequestHead): Record<string, string>;
}

/** Makes an HTTP endpoint an OAuth protected resource. Throws ConfigurationError when an option is wrong. */
export function protectedResource(input: ProtectedResourceOptions): ProtectedResource {
  const options = resolveOptions(input);
  const { resource, requiredScopes } = options;
  const metadataUrl = protectedResourceMetadataUrl(resource);
  const servers = followAuthorizationServers(options);
  const implies = implicationsOf(options);
  const challenges = createChallenges({ resourceMetadata: metadataUrl, scope: requiredScopes });
  const corsHeaders = createCorsHeaders(createOriginCheck(options));
  const verify = createJwtVerifier({
    ...options,
    servers,
    judgeClaims: createClaimsJudge({ ...options, metadataUrl, implies }),
  });
  const authenticate = createAuthentication({ ...options, challenges, corsHeaders, verify });
  const metadata = createMetadata(options, servers);
  const isGuarded = createPathGuard(resource);
  return Object.freeze({
    resource,
    metadataUrl,
    metadata,
    authenticate,
    corsHeaders,
    insufficientScope: (token: AccessToken, needed: readonly string[]) =>
      challenges.insufficientScope(grantedScopes(token.claims), needed),
    async handle(request: RequestHead) {
      const document = await metadata(request);
      if (document !== undefined || !isGuarded(request)) return document;
      // A preflight can't carry credentials: it is never challenged.
      if (request.method === 'OPTIONS') return preflightAnswer(request, corsHeaders(request));
      return authenticate(request);
    },
  });
}

function implicationsOf({ scopes }: ResolvedOptions): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(scopes).map(([name, { implies = [] }]) => [name, implies]));
}
