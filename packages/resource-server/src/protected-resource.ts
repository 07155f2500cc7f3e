/** A protected resource: its metadata, and the whole judgement of a request in its order (RFC 9728, RFC 6750, OAuth 2.1 §5). */
import { protectedResourceMetadataUrl } from '@granthouse/protocol';
import type { AccessToken } from './access-token.ts';
import type { Auth } from './auth.ts';
import { createAuthentication } from './authentication.ts';
import { createChallenges } from './challenge.ts';
import { createCorsHeaders, preflightAnswer } from './cors.ts';
import { createCredentials } from './credentials/credentials.ts';
import { createObserver } from './decision.ts';
import { createMetadata } from './metadata.ts';
import { credentialHeadersOf } from './options/credentials.ts';
import { type ProtectedResourceOptions, resolveOptions } from './options.ts';
import { createOriginCheck } from './origin.ts';
import { createScopeDemands, type ScopeDemands } from './scopes/scope-demands.ts';
import { createPathGuard, type RequestHead } from './request-head.ts';
import { followAuthorizationServers } from './verify/authorization-servers.ts';

/** `A` is what a call that is let through has: an `AccessToken` where nothing else is taken. */
export interface ProtectedResource<A extends Auth = AccessToken> extends ScopeDemands<A> {
  /** The canonical resource identifier: the audience of every accepted token. */
  readonly resource: string;
  /** Where the metadata document is (RFC 9728 §3.1); nothing is there when no access tokens are taken. */
  readonly metadataUrl: string;
  /** The scopes that were declared; none when any may be asked for. */
  readonly scopes: readonly string[];
  /**
   * The whole judgement. A `Response`: send it and stop. An `Auth`: let the request through, with `corsHeaders` on
   * the answer. Undefined: the request is for something else, unguarded. Never throws.
   */
  handle(request: RequestHead): Promise<Response | A | undefined>;
  /** Answers requests for well-known documents; undefined for all others. */
  metadata(request: RequestHead): Promise<Response | undefined>;
  /** Judges Host, Origin and credentials, wherever the request goes. Never throws, and never answers 500. */
  authenticate(request: RequestHead): Promise<A | Response>;
  /** CORS headers for the answer to a request that was let through. */
  corsHeaders(request: RequestHead): Record<string, string>;
}

type TokensAlone = ProtectedResourceOptions & { credentials?: undefined; dangerouslyWithoutCredentials?: false };

/** Makes an HTTP endpoint an OAuth protected resource. Throws ConfigurationError when an option is wrong. */
export function protectedResource(options: TokensAlone): ProtectedResource;
export function protectedResource(options: ProtectedResourceOptions): ProtectedResource<Auth>;
export function protectedResource(input: ProtectedResourceOptions): ProtectedResource<Auth> {
  const options = resolveOptions(input);
  const { resource } = options;
  const servers = followAuthorizationServers(options);
  const challenges = createChallenges(options);
  const credentialHeaders = credentialHeadersOf(options.credentials);
  const corsHeaders = createCorsHeaders(createOriginCheck(options), credentialHeaders);
  const observer = createObserver(options);
  const authenticate = createAuthentication({
    ...options,
    kinds: createCredentials(options, servers),
    challenges,
    corsHeaders,
    observer,
  });
  const metadata = createMetadata(options, servers);
  const isGuarded = createPathGuard(resource);
  return Object.freeze({
    resource,
    metadataUrl: protectedResourceMetadataUrl(resource),
    scopes: Object.freeze(Object.keys(options.scopes)),
    metadata,
    authenticate,
    corsHeaders,
    ...createScopeDemands(challenges, observer),
    async handle(request: RequestHead) {
      const document = await metadata(request);
      if (document !== undefined || !isGuarded(request)) return document;
      // A preflight can't carry credentials: it is never challenged.
      if (request.method === 'OPTIONS') return preflightAnswer(request, corsHeaders(request), credentialHeaders);
      return authenticate(request);
    },
  });
}
