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
  let remedy = '';
  for (const url of authorizationServerMetadataUrls(issuer)) {
    try {
      const metadata = authorizationServerMetadataSchema.parse(await fetchDocument(url, guard));
      // Compared code point by code point: a document that names another issuer could lead to that one's keys (RFC 8414 §6.2).
      if (metadata.issuer === issuer) return metadata;
      failures.push(new Error(`${url}: names the issuer ${metadata.issuer}, expected ${issuer}`));
      remedy = `: the server there spells itself ${metadata.issuer}; write that, if it is yours`;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `no metadata of ${issuer} could be read${remedy}`);
}
