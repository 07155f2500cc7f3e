/**
 * The well-known documents on the resource's origin: its own metadata (RFC 9728 §3), and a mirror of the authorization
 * server's for hosts that look for it here (MCP 2025-03-26). The whole tree is owned, so that no catch-all route answers it.
 */
import { dpopAlgorithms } from './dpop/proof.ts';
import { authorizationServerMetadataUrls, OAuthError } from '@granthouse/protocol';
import { preflightAnswer, publicCorsHeaders } from './cors.ts';
import { documentAnswer, publicDocument, type PublicDocument } from './public-document.ts';
import { errorAnswer } from './json-answer.ts';
import { asAskedFor } from './problem-details.ts';
import { lenientPath, pathOf, type RequestHead } from './request-head.ts';
import type { ResolvedOptions } from './options.ts';
import type { FollowedServer } from './verify/authorization-servers.ts';

const RESOURCE = '/.well-known/oauth-protected-resource';
/**
 * At the root of the origin alone: there hosts look that know no resource metadata, and a host that asks for a path is
 * asking for another issuer, whose document it would have to refuse (RFC 8414 §3.3).
 */
const MIRRORS = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
const OWNED = /^\/\.well-known\/(?:oauth|openid-configuration)/;

/** The resource's metadata document; members without a value are left out (RFC 9728 §3.2). */
function protectedResourceDocument(options: ResolvedOptions): Record<string, unknown> {
  const { requiredScopes, resourceName, resourceDocumentation, resourcePolicyUri, resourceTosUri } = options;
  return {
    resource: options.resource,
    ...(resourceName !== undefined && { resource_name: resourceName }),
    authorization_servers: options.authorizationServers.map(({ issuer }) => issuer),
    // Hosts ask for all that is listed: what basic use needs, and no catalogue (MCP security best practices). Without a
    // list they ask for no scope, and are given what the authorization server gives by default.
    ...(requiredScopes.length > 0 && { scopes_supported: requiredScopes }),
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: dpopAlgorithms,
    ...(options.dpop.required && { dpop_bound_access_tokens_required: true }),
    ...(resourceDocumentation !== undefined && { resource_documentation: resourceDocumentation }),
    ...(resourcePolicyUri !== undefined && { resource_policy_uri: resourcePolicyUri }),
    ...(resourceTosUri !== undefined && { resource_tos_uri: resourceTosUri }),
  };
}

/** Answers requests for well-known documents; undefined for every other request. */
export function createMetadata(
  options: ResolvedOptions,
  servers: ReadonlyMap<string, FollowedServer>,
): (request: RequestHead) => Promise<Response | undefined> {
  const own = publicDocument(protectedResourceDocument(options));
  const documents = new Map<string, () => Promise<PublicDocument>>();
  const publish = (path: string, read: () => Promise<PublicDocument>) =>
    documents.set(path, read).set(`${path}/`, read);
  const [first] = servers.values();
  // Without an authorization server there is nothing that a host could do with it but look for one.
  if (first && options.otherResources.length === 0) publish(RESOURCE, () => own);
  for (const path of first ? resourceForms(options.resource) : []) publish(path, () => own);
  const mirror = first && createMirror(first);
  if (mirror) for (const path of MIRRORS) publish(path, mirror);
  const owns = createOwnership(options);
  return async (request) => {
    const path = pathOf(request.url);
    if (!owns(path)) return undefined;
    const answered = await answer(request, documents.get(path));
    return answered.status < 400 ? answered : asAskedFor(request, answered);
  };
}

/** Between host and path (RFC 9728 §3.1), and behind the path, where hosts look too, and where a proxy leads that forwards the path alone. */
function resourceForms(resource: string): string[] {
  const path = pathOfResource(resource);
  return [`${RESOURCE}${path}`, `${path}${RESOURCE}`];
}

const pathOfResource = (resource: string) => new URL(resource).pathname.replace(/\/$/, '');

/** Written anew only when the document is another one; whoever asks waits for no request to the authorization server. */
function createMirror({ metadata }: FollowedServer): () => Promise<PublicDocument> {
  let of: object | undefined;
  let document: Promise<PublicDocument> | undefined;
  return async () => {
    const latest = await metadata.latest();
    if (document === undefined || latest !== of) [of, document] = [latest, publicDocument(latest)];
    return document;
  };
}

// A host also tries below the resource's own path; who else is on this origin answers for itself.
function createOwnership(options: ResolvedOptions): (path: string) => boolean {
  const origin = new URL(options.resource).origin;
  const issuers = options.authorizationServers.map(({ issuer }) => issuer);
  const mounted = issuers.filter((issuer) => new URL(issuer).origin === origin);
  const foreign = new Set([
    ...mounted.flatMap(authorizationServerMetadataUrls).map((url) => new URL(url).pathname),
    ...options.otherResources.flatMap(resourceForms),
  ]);
  const prefix = lenientPath(pathOfResource(options.resource)) ?? '';
  return (path) => {
    if (!/well-known|%/i.test(path)) return false;
    const lenient = lenientPath(path);
    if (lenient === undefined || foreign.has(path.replace(/\/$/, ''))) return false;
    return OWNED.test(lenient) || (lenient.startsWith(prefix) && OWNED.test(lenient.slice(prefix.length)));
  };
}

async function answer(request: RequestHead, document?: () => Promise<PublicDocument>): Promise<Response> {
  if (request.method === 'OPTIONS') return preflightAnswer(request, publicCorsHeaders);
  if (document === undefined) {
    const body = { error: 'not_found', error_description: 'there is no such document here' };
    return errorAnswer(404, body, publicCorsHeaders);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const body = { error: 'invalid_request', error_description: 'read this document with GET' };
    return errorAnswer(405, body, { ...publicCorsHeaders, allow: 'GET, HEAD, OPTIONS' });
  }
  try {
    return documentAnswer(request, await document());
  } catch (cause) {
    const error = new OAuthError('temporarily_unavailable', 'the authorization server is away', { cause });
    return errorAnswer(503, error.body(), { ...publicCorsHeaders, 'retry-after': '10' });
  }
}
