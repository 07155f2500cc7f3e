/** An authorization server's metadata, found from its issuer and believed only when it names that issuer (RFC 8414 §3.1, §3.3). */
import {
  authorizationServerMetadataSchema,
  authorizationServerMetadataUrls,
  type AuthorizationServerMetadata,
} from '@granthouse/protocol';
import { fetchDocument, type GuardedFetch } from './guarded-fetch.ts';

/** Reads the metadata of `issuer`. Throws an Error when no location gives a valid document of exactly this issuer. */
export async function fetchIssuerMetadata(issuer: string, guard: GuardedFetch): Promise<AuthorizationServerMetadata> {
  const failures: unknown[] = [];
  for (const url of authorizationServerMetadataUrls(issuer)) {
    try {
      return judge(issuer, url, await fetchDocument(url, guard));
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `no metadata of ${issuer} could be read`);
}

// Compared code point by code point: a document that names another issuer could lead to that one's keys (RFC 8414 §6.2).
function judge(issuer: string, url: string, document: unknown): AuthorizationServerMetadata {
  const metadata = authorizationServerMetadataSchema.parse(document);
  if (metadata.issuer !== issuer) throw new Error(`${url}: names the issuer ${metadata.issuer}, expected ${issuer}`);
  return metadata;
}
