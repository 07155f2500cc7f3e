/** What a client's id says of where the client comes from: who registered itself never gets an id that the operator gives. */
import { withoutLoopbackPort } from '@granthouse/protocol';
import { hash, randomUUID } from 'node:crypto';
import type { ClientMetadata } from './normalise.ts';

/** Of ids that dynamic registration gives (RFC 7591 §3.2.1). */
export const selfRegisteredPrefix = 'dcr_';

/** The number changes with the way in which the id follows from the metadata. */
const derivedPrefix = `${selfRegisteredPrefix}1_`;

/** An id that is the address of a metadata document (Client ID Metadata Document §3). */
export function isClientIdUrl(clientId: string): boolean {
  return /^https:\/\//i.test(clientId);
}

export function isSelfRegistered(clientId: string): boolean {
  return clientId.startsWith(selfRegisteredPrefix) || isClientIdUrl(clientId);
}

/** For a client that can prove itself. */
export function randomClientId(): string {
  return `${selfRegisteredPrefix}${randomUUID()}`;
}

type SharedClient = ClientMetadata & { readonly client_id: string };

const known = new WeakMap<ClientMetadata, SharedClient>();

/** What all installs of one public client have in common: redirect URIs are a set, and on loopback any port is good (RFC 8252 §7.3). */
export function sharedClient(normalised: ClientMetadata): SharedClient {
  const before = known.get(normalised);
  if (before) return before;
  const redirectUris = (normalised['redirect_uris'] as string[]).map((uri) => withoutLoopbackPort(uri) ?? uri);
  const metadata = { ...normalised, redirect_uris: [...new Set(redirectUris)].toSorted() };
  const shared = { ...metadata, client_id: derivedClientId(metadata) };
  known.set(normalised, shared);
  return shared;
}

/**
 * The id that follows from shared metadata alone, so that registering again gives it again. Every member counts, by its
 * name, its type and its very characters: JSON writes no two different lists of members alike.
 */
function derivedClientId(metadata: ClientMetadata): string {
  const members = Object.keys(metadata)
    .toSorted()
    .map((name) => [name, metadata[name]]);
  return `${derivedPrefix}${hash('sha256', JSON.stringify(members), 'base64url')}`;
}
