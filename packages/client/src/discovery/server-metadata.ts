/** An authorization server's metadata, by its issuer alone and only from it (CL-3, CL-4, RFC 8414 §3). */
import {
  authorizationServerMetadataSchema,
  authorizationServerMetadataUrls,
  type AuthorizationServerMetadata,
} from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { readJson } from '../network/read-json.ts';

export async function serverMetadata(issuer: string, fetch: Fetch): Promise<AuthorizationServerMetadata> {
  for (const url of authorizationServerMetadataUrls(issuer)) {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    if (response.status === 200) return judged(await readJson(response), issuer);
    await response.body?.cancel();
  }
  throw new ClientError('metadata_missing', `${issuer} publishes no metadata (RFC 8414)`);
}

function judged(document: unknown, issuer: string): AuthorizationServerMetadata {
  const { success, data, error } = authorizationServerMetadataSchema.safeParse(document);
  if (!success) throw new ClientError('metadata_invalid', `the metadata of ${issuer} is not valid`, { cause: error });
  if (data.issuer !== issuer) {
    throw new ClientError('metadata_invalid', `the metadata of ${issuer} is of another issuer, ${data.issuer}`);
  }
  if (!data.code_challenge_methods_supported?.includes('S256')) {
    throw new ClientError('metadata_invalid', `${issuer} does not say that it takes PKCE with S256 (RFC 7636)`);
  }
  return data;
}
