/**
 * The well-known documents on the resource's origin: its own metadata (RFC 9728 §3), and a mirror of the authorization
 * server's for hosts that look for it here (MCP 2025-03-26). The whole tree is owned, so that no catch-all route answers it.
 */
import { authorizationServerMetadataUrls, OAuthError } from '@granthouse/protocol';
import { preflightAnswer, publicCorsHeaders } from './cors.ts';
import { documentAnswer, publicDocument, type PublicDocument } from './public-document.ts';
import { errorAnswer } from './json-answer.ts';
import { lenientPath, pathOf, type RequestHead } from './request-head.ts';
import type { ResolvedOptions } from './options.ts';
import type { FollowedServer } from './verify/authorization-servers.ts';

const ROOT_FORM = '/.well-known/oauth-protected-resource';
const MIRROR = '/.well-known/oauth-authorization-server';
const OWNED = /^\/\.well-known\/(?:oauth|openid-configuration)/;

/** The resource's metadata document; members without a value are left out (RFC 9728 §3.2). */
function protectedResourceDocument(options: ResolvedOptions): Record<string, unknown> {
  const { requiredScopes, scopes, resourceName, resourceDocumentation } = options;
  // Hosts ask for all that is listed, so the list holds what basic use needs and no catalogue (MCP security best practices).
  const supported = requiredScopes.length > 0 ? requiredScopes : Object.keys(scopes);
  return {
    resource: options.resource,
    ...(resourceName !== undefined && { resource_name: resourceName }),
    authorization_servers: options.authorizationServers,
    ...(supported.length > 0 && { scopes_supported: supported }),
    bearer_methods_supported: ['header'],
    ...(resourceDocumentation !== undefined && { resource_documentation: resourceDocumentation }),
  };
}

/** Answers requests for well-known documents; undefined for every other request. */
export function createMetadata(
  options: ResolvedOptions,
  servers: ReadonlyMap<string, FollowedServer>,
): (request: RequestHead) => Promise<Response | undefined> {
  const own = publicDocument(protectedResourceDocument(options));
  const documents = new Map<string, () => Promise<PublicDocument>>();
  const resourcePath = new URL(options.resource).pathname.replace(/\/$/, '');
  for (const path of [ROOT_FORM, `${ROOT_FORM}/`, `${ROOT_FORM}${resourcePath}`, `${ROOT_FORM}${resourcePath}/`]) {
    documents.set(path, () => Promise.resolve(own));
  }
  const [first] = servers.values();
  if (first !== undefined) documents.set(MIRROR, async () => publicDocument(await first.metadata.read()));
  const owns = createOwnership(options, resourcePath);
  return async (request) => {
    const path = pathOf(request);
    return owns(path) ? answer(request, documents.get(path)) : undefined;
  };
}

// A host also tries below the resource's own path; an authorization server mounted on this origin answers for itself.
function createOwnership(options: ResolvedOptions, resourcePath: string): (path: string) => boolean {
  const origin = new URL(options.resource).origin;
  const mounted = options.authorizationServers.filter((issuer) => new URL(issuer).origin === origin);
  const foreign = new Set(mounted.flatMap(authorizationServerMetadataUrls).map((url) => new URL(url).pathname));
  const prefix = lenientPath(resourcePath) ?? '';
  return (path) => {
    if (!path.includes('well-known') && !path.includes('%')) return false;
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
