/** A resource's metadata: where the challenge says, else at the path of the resource, else at the root (CL-1, RFC 9728 §3). */
import {
  isSameResource,
  protectedResourceMetadataSchema,
  protectedResourceMetadataUrl,
  type ProtectedResourceMetadata,
  webUriProblem,
} from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { firstDocument, readMembers } from './read-document.ts';

interface Wanted {
  readonly fetch: Fetch;
  readonly challenged: string | undefined;
}

export async function resourceMetadata(
  endpoint: URL,
  { fetch, challenged }: Wanted,
): Promise<ProtectedResourceMetadata> {
  const { origin, href } = endpoint;
  const problem = webUriProblem(href);
  if (problem !== undefined) throw new ClientError('not_allowed', `the address ${problem}`);
  const wellKnown = [protectedResourceMetadataUrl(href), protectedResourceMetadataUrl(origin)];
  const named = challenged !== undefined && URL.canParse(challenged) ? [challenged] : [];
  const document = await firstDocument([...named, ...wellKnown], fetch);
  if (document) return judged(document, endpoint);
  throw new ClientError('metadata_missing', `${endpoint.host} publishes no metadata of its resource (RFC 9728)`);
}

/** A resource speaks for itself and for what lies below it on its own origin, never for others (RFC 9728 §3.3). */
function judged(document: object, endpoint: URL): ProtectedResourceMetadata {
  const read = readMembers(protectedResourceMetadataSchema, document);
  if ('wrong' in read) {
    throw new ClientError('metadata_invalid', `the metadata of the resource has no valid ${read.wrong.join(', ')}`);
  }
  const { resource } = read.data;
  if (isSameResource(resource, endpoint.href) || liesBelow(endpoint, new URL(resource))) return read.data;
  throw new ClientError('metadata_invalid', `the metadata is for another resource, ${resource}`);
}

function liesBelow(endpoint: URL, { origin, pathname, search }: URL): boolean {
  const folder = pathname.endsWith('/') ? pathname : `${pathname}/`;
  return endpoint.origin === origin && search === '' && `${endpoint.pathname}/`.startsWith(folder);
}
