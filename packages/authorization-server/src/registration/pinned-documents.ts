/** Copies of metadata documents that the operator gave: known without a fetch, and judged at the start. */
import { ConfigurationError, OAuthError } from '@granthouse/protocol';
import type { CompleteOptions } from '../options.ts';
import { judgeClientIdUrl, judgeDocument } from './client-id-metadata-document.ts';
import type { ClientMetadata, NormalisingPolicy } from './normalise.ts';

/** By client id. Throws a ConfigurationError for a document that is wrong. */
export function pinnedDocuments(
  { clientIdMetadataDocuments }: CompleteOptions,
  policy: NormalisingPolicy,
): ReadonlyMap<string, ClientMetadata> {
  const pinned = new Map<string, ClientMetadata>();
  for (const [index, document] of clientIdMetadataDocuments.pinned.entries()) {
    const { client_id: clientId } = document;
    const refuse = (found: string, remedy: string, cause?: unknown) => {
      throw new ConfigurationError(
        { path: `authorizationServer.clientIdMetadataDocuments.pinned[${index}]`, found, remedy },
        { cause },
      );
    };
    if (pinned.has(clientId)) refuse(`${clientId} twice`, 'pin each document once');
    try {
      judgeClientIdUrl(clientId);
      pinned.set(clientId, judgeDocument(document, clientId, policy));
    } catch (cause) {
      if (!(cause instanceof OAuthError)) throw cause;
      refuse(cause.description, 'pin the document as it is served at its client_id, unchanged', cause);
    }
    if (pinned.get(clientId)?.['jwks_uri'] !== undefined && !clientIdMetadataDocuments.fetch) {
      refuse(
        'keys at an address, and fetching switched off',
        'write the keys into the document as "jwks", in place of jwks_uri',
      );
    }
  }
  return pinned;
}
