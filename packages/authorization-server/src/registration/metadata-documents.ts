/** Clients whose id is the URL of their metadata document: pinned by the operator, or fetched when they come (CIMD §4). */
import { isDeepStrictEqual } from 'node:util';
import { recogniseHost } from '@granthouse/host-profiles';
import { OAuthError, redirectUriMatches } from '@granthouse/protocol';
import { StorageError } from '@granthouse/storage';
import type { Audit } from '../audit.ts';
import { fetchedJson, type Read } from '../fetching/fetched-json.ts';
import { lastGoodCopies } from '../fetching/last-good-copies.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { CompleteOptions } from '../options.ts';
import type { Vault } from '../store/vault.ts';
import { addressRules, type AddressRules } from './address-rules.ts';
import { believed, changedMembers } from './changed-members.ts';
import { judgeClientIdUrl, judgeDocument } from './client-id-metadata-document.ts';
import { keysToTry, type KeySet } from './client-keys.ts';
import { keptFor } from './forgetting.ts';
import { hasKey, keySets, type KeySets } from './key-sets.ts';
import { mendedIn } from './mended.ts';
import type { ClientMetadata, NormalisingPolicy } from './normalise.ts';
import { pinnedDocuments } from './pinned-documents.ts';

const mostBytes = 5 * 1024;
const day = 86_400_000;
/** Milliseconds. */
const lasts = { keptAtMost: day, standsInFor: 7 * day };

export interface Asked {
  /** Of whoever asks. */
  readonly address: string;
  /** Whether the client is about to prove itself: keys that the document names by their address are read only then. */
  readonly withKeys: boolean;
  /** The key by which it does so, when it says which. */
  readonly kid?: string | undefined;
  /** Where the client wants its person sent, when it says so. */
  readonly redirectUri?: string | undefined;
}

export interface MetadataDocuments {
  /** The metadata of the client with this id. Throws a Refusal of a document. */
  find(clientId: string, asked: Asked): Promise<ClientMetadata>;
  /** Somebody approved this client: what it is known by is kept for when it can't be read. */
  keep(clientId: string): Promise<void>;
  /** Keeps it no more, nor its keys. False: nothing was kept. */
  forget(clientId: string): Promise<boolean>;
  readonly keySets: KeySets;
}

export interface DocumentParts {
  readonly options: CompleteOptions;
  readonly policy: NormalisingPolicy;
  readonly vault: Vault;
  readonly audit: Audit;
}

interface Room extends ReturnType<typeof fetchedKinds> {
  readonly pinned: ReadonlyMap<string, ClientMetadata>;
  readonly rules: AddressRules;
}

/** Throws a ConfigurationError for a pinned document that is wrong. */
export function metadataDocuments(parts: DocumentParts): MetadataDocuments {
  const { clientIdMetadataDocuments } = parts.options;
  const pinned = pinnedDocuments(parts.options, parts.policy);
  const room: Room = { pinned, rules: addressRules(clientIdMetadataDocuments), ...fetchedKinds(parts) };
  const { documents, keySets: sets } = room;
  return {
    keySets: sets,
    find: (clientId, asked) =>
      find(room, clientId, asked).catch((cause: unknown) => {
        throw refused(cause);
      }),
    async keep(clientId) {
      await documents.keep(clientId);
      const metadata = pinned.get(clientId) ?? documents.remembered(clientId)?.value;
      const keysAt = metadata?.['jwks_uri'];
      if (typeof keysAt === 'string') await sets.keep(keysAt);
    },
    async forget(clientId) {
      const metadata = pinned.get(clientId) ?? (await documents.kept(clientId));
      const keysAt = metadata?.['jwks_uri'];
      // First, so that a removal that broke off finds them again. Another client of the same keys keeps them with its next token.
      const hadKeys = typeof keysAt === 'string' && (await sets.forget(keysAt));
      return (await documents.forget(clientId)) || hadKeys;
    },
  };
}

async function find(room: Room, clientId: string, asked: Asked): Promise<ClientMetadata> {
  const { pinned, rules, documents, keySets: sets } = room;
  const { address, withKeys, kid } = asked;
  const known = pinned.get(clientId);
  const metadata = known ?? (await readDocument(room, clientId, asked));
  if (!withKeys) return metadata;
  const { jwks_uri: keysAt, jwks, ...others } = metadata;
  if (jwks !== undefined) return { ...others, jwks: keysToTry(jwks as KeySet, kid) };
  if (typeof keysAt !== 'string') return metadata;
  if (rules.isDenied(keysAt)) throw new Refusal('document.unlisted', 'this server reads no keys at their address');
  const isKnown = known !== undefined || documents.remembered(clientId)?.isKept === true;
  const set = await sets.read(keysAt, { address, isKnown, suffices: hasKey(kid) });
  return { ...others, jwks: keysToTry(set, kid) };
}

async function readDocument({ rules, documents }: Room, clientId: string, asked: Asked): Promise<ClientMetadata> {
  judgeClientIdUrl(clientId);
  const problem = rules.problemOf(clientId);
  // Named, because whoever is to add it to the list hears of it by the page or finds it in the log.
  if (problem !== undefined) throw new Refusal('document.unlisted', `${problem}: ${clientId}`);
  const { address, redirectUri } = asked;
  return documents.read(clientId, { address, isKnown: isOfKnownHost(clientId), suffices: lists(redirectUri) });
}

/** Copies are kept for as long as clients in use are, so that a change is seen after years; they stand in for days. */
function fetchedKinds({ options, policy, vault, audit }: DocumentParts) {
  const fetched = fetchedJson(options);
  const kept = 1000 * keptFor('used', {}, options);
  const documents = fetched<ClientMetadata>({
    mostBytes,
    ...lasts,
    copies: lastGoodCopies(vault, { collection: 'client_document', keptFor: kept }),
    judge: (value, url) => judgeDocument(value, url, policy),
    wasRead: (url, read) => tell(audit, url, read),
  });
  const copies = lastGoodCopies(vault, { collection: 'client_key_set', keptFor: kept });
  return { documents, keySets: keySets(fetched, { copies, audit }) };
}

/** A change is told of what somebody approved; what was mended, of all that this server, or whoever kept a copy, did not know. */
function tell(audit: Audit, url: string, { sent, before, after }: Read<ClientMetadata>): void {
  const changed = before?.isKept ? changedMembers(before.value, after.value, believed) : [];
  if (changed.length > 0) audit('client.document_changed', { client_id: url, changed });
  if (isDeepStrictEqual(before?.value, after.value)) return;
  const mended = mendedIn(sent as ClientMetadata, after.value);
  if (mended.length > 0) audit('client.document_mended', { client_id: url, mended });
}

/** Data of real hosts names these very addresses, so that no stranger can use up what is fetched of them. */
function isOfKnownHost(clientId: string): boolean {
  return recogniseHost({ clientId })?.host.documents.includes(clientId) === true;
}

/** An app that was renewed comes with an address that its document may have got since. */
const lists =
  (redirectUri: string | undefined) =>
  ({ redirect_uris: listed }: ClientMetadata): boolean =>
    redirectUri === undefined || (listed as string[]).some((uri) => redirectUriMatches(uri, redirectUri));

/** What is no fault of the document is thrown on. */
function refused(cause: unknown): unknown {
  if (cause instanceof StorageError || isOfDocument(cause)) return cause;
  if (cause instanceof OAuthError) return new Refusal('document.wrong', cause.description, { cause });
  const expected = `it must be answered with status 200, as JSON of at most ${mostBytes} bytes, without a redirect`;
  return new Refusal('document.unread', `the metadata document could not be read: ${expected}`, { cause });
}

const isOfDocument = (cause: unknown): boolean => cause instanceof Refusal && cause.reason.startsWith('document.');
