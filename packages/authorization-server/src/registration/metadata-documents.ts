/** Clients whose id is the URL of their metadata document: pinned by the operator, or fetched when they come (CIMD §4). */
import { ConfigurationError, OAuthError } from '@granthouse/protocol';
import type { fetchedJson } from '../fetching/fetched-json.ts';
import type { CompleteOptions } from '../options.ts';
import { judgeClientIdUrl, judgeDocument } from './client-id-metadata-document.ts';
import type { ReadKeySet } from './key-sets.ts';
import type { ClientMetadata, NormalisingPolicy } from './normalise.ts';

const mostBytes = 5 * 1024;
/** Milliseconds: a day. */
const keptAtMost = 86_400_000;

/** Why there is no client: the server knows no such document, could not read it, or must not believe it. */
export class DocumentRefused extends Error {
  readonly reason: 'unlisted' | 'unread' | 'wrong';
  constructor(reason: DocumentRefused['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DocumentRefused';
    this.reason = reason;
  }
}

export interface Asked {
  /** Of whoever asks. */
  readonly address: string;
  /** Whether the client is about to prove itself: keys that the document names by their address are read only then. */
  readonly withKeys: boolean;
}

/** The metadata of the client with this id. Throws DocumentRefused. */
export type FindDocument = (clientId: string, asked: Asked) => Promise<ClientMetadata>;

export interface DocumentParts {
  readonly options: CompleteOptions;
  readonly policy: NormalisingPolicy;
  readonly fetched: ReturnType<typeof fetchedJson>;
  readonly readKeySet: ReadKeySet;
}

/** Throws a ConfigurationError for a pinned document that is wrong. */
export function metadataDocuments({ options, policy, fetched, readKeySet }: DocumentParts): FindDocument {
  const pinned = pinnedDocuments(options, policy);
  const read = fetched({ mostBytes, keptAtMost, judge: (value, url) => judgeDocument(value, url, policy) });
  const judgeAndRead = async (clientId: string, address: string) => {
    judgeClientIdUrl(clientId);
    return read(clientId, address);
  };
  return async (clientId, { address, withKeys }) => {
    const known = pinned.get(clientId);
    if (!known && !options.clientIdMetadataDocuments.fetch) {
      throw new DocumentRefused('unlisted', 'this server reads no metadata documents, and holds no copy of this one');
    }
    try {
      const metadata = known ?? (await judgeAndRead(clientId, address));
      const { jwks_uri: keysAt, ...others } = metadata;
      if (!withKeys || typeof keysAt !== 'string') return metadata;
      return { ...others, jwks: await readKeySet(keysAt, address) };
    } catch (cause) {
      throw refused(cause);
    }
  };
}

function refused(cause: unknown): DocumentRefused {
  if (cause instanceof OAuthError) return new DocumentRefused('wrong', cause.description, { cause });
  const expected = `it must be answered with status 200, as JSON of at most ${mostBytes} bytes, without a redirect`;
  return new DocumentRefused('unread', `the metadata document could not be read: ${expected}`, { cause });
}

function pinnedDocuments({ clientIdMetadataDocuments }: CompleteOptions, policy: NormalisingPolicy) {
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
