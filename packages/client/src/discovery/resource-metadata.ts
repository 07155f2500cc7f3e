/** A resource's metadata: where the challenge says, else at the path of the resource, else at the root (CL-1, RFC 9728 §3). */
import {
  isSameResource,
  protectedResourceMetadataSchema,
  protectedResourceMetadataUrl,
  type ProtectedResourceMetadata,
} from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { readJson } from '../network/read-json.ts';

interface Wanted {
  readonly fetch: Fetch;
  readonly challenged: string | undefined;
}

export async function resourceMetadata(
  endpoint: URL,
  { fetch, challenged }: Wanted,
): Promise<ProtectedResourceMetadata> {
  const wellKnown = protectedResourceMetadataUrl(endpoint.href);
  const candidates =
    challenged === undefined ? [wellKnown, protectedResourceMetadataUrl(endpoint.origin)] : [challenged];
  for (const url of new Set(candidates)) {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    if (response.status === 200) return judged(await readJson(response), endpoint);
    await response.body?.cancel();
  }
  throw new ClientError('metadata_missing', 'the server publishes no metadata of its resource (RFC 9728)');
}

/** A resource speaks for itself and for what lies below it on its own origin, never for others (RFC 9728 §3.3). */
function judged(document: unknown, endpoint: URL): ProtectedResourceMetadata {
  const { success, data, error } = protectedResourceMetadataSchema.safeParse(document);
  if (!success) throw new ClientError('metadata_invalid', "the resource's metadata is not valid", { cause: error });
  const { origin, pathname } = new URL(data.resource);
  const covers = origin === endpoint.origin && endpoint.pathname.startsWith(pathname.replace(/\/$/, ''));
  if (covers || isSameResource(data.resource, endpoint.href)) return data;
  throw new ClientError('metadata_invalid', `the metadata is for another resource, ${data.resource}`);
}
