/** The authorization servers that a resource trusts: the metadata and the keys of each, kept at a bounded age (RFC 9728 §2). */
import type { AuthorizationServerMetadata } from '@granthouse/protocol';
import type { AuthorizationServer } from '../options/authorization-servers.ts';
import type { ResolvedOptions } from '../options.ts';
import { fetchDocument } from './guarded-fetch.ts';
import { fetchIssuerMetadata } from './issuer-metadata.ts';
import { keepDocument, type KeptDocument } from './kept-document.ts';
import { followKeySet, type KeySet } from './key-set.ts';
import type { TokenShape } from './token-shapes.ts';

export interface FollowedServer {
  readonly metadata: KeptDocument<AuthorizationServerMetadata>;
  readonly keySet: KeySet;
  readonly shape: TokenShape;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A key that leaves the key set is refused after five minutes at most; while the server is away, keys last an hour. */
const KEY_SET_RULES = { maxAge: 5 * MINUTE, maxStaleAge: 60 * MINUTE, coolDown: 10 * SECOND };
/** Its cool-down is the shorter one, so that a try for the keys never finds the metadata still cooling down. */
const METADATA_RULES = { maxAge: 10 * MINUTE, maxStaleAge: 60 * MINUTE, coolDown: 5 * SECOND };
/** For everything that one try reads. */
const TIME_LIMIT = 5 * SECOND;

/** Follows every authorization server of the options, by issuer; nothing is read before it is needed. */
export function followAuthorizationServers(options: ResolvedOptions): ReadonlyMap<string, FollowedServer> {
  return new Map(options.authorizationServers.map((server) => [server.issuer, follow(server, options)]));
}

function follow(server: AuthorizationServer, { fetch, now, log }: ResolvedOptions): FollowedServer {
  const { issuer, shape } = server;
  const guard = () => ({ fetch, signal: AbortSignal.timeout(TIME_LIMIT) });
  const report = (what: string) => (error: unknown) => log?.warn({ issuer, err: error }, `${what} could not be read`);
  const metadata = keepDocument(
    () => fetchIssuerMetadata(issuer, guard()),
    { ...METADATA_RULES, now },
    report('the metadata of the authorization server'),
  );
  const loadKeySet = async () => {
    const { jwks_uri: location } = await metadata.read();
    if (location === undefined) throw new Error(`the metadata of ${issuer} names no jwks_uri`);
    return fetchDocument(location, guard());
  };
  return {
    metadata,
    shape,
    keySet: followKeySet(loadKeySet, { ...KEY_SET_RULES, now }, report('the keys of the authorization server')),
  };
}
