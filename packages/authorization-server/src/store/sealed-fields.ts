/** What is sealed in the store, and to which place: said once, for whoever writes, reads or re-seals (SP 800-38D; docs/security.md). */
import { SealError, type Document, type Sealer } from '@granthouse/storage';
import type { CollectionName } from './collections.ts';

/** Fields that would open something for a thief, yet must be read back. */
export const sealedFields: Readonly<Partial<Record<CollectionName, readonly string[]>>> = {
  client: ['client_secret'],
  interaction: ['params', 'returnTo'],
  session: ['jti', 'state'],
  // The last, because a start opens it: while a re-sealing isn't complete, no server starts without the other secret.
  server_key: ['sealed'],
};

export interface PlacedDocument {
  readonly collection: CollectionName;
  /** As the record has it. */
  readonly id: string;
  readonly document: Document;
}

/** Seals in place. */
export function sealFields(sealer: Sealer, { collection, id, document }: PlacedDocument): void {
  for (const field of sealedFields[collection] ?? []) {
    if ((document[field] ?? null) === null) continue;
    document[field] = sealer.seal(JSON.stringify(document[field]), placeOf(collection, id, field));
  }
}

/** Opens in place: what the store gives is a copy. Throws SealError. */
export function openFields(sealer: Sealer, { collection, id, document }: PlacedDocument): void {
  for (const [field, sealed] of sealedIn(collection, document)) {
    document[field] = JSON.parse(sealer.open(sealed, placeOf(collection, id, field))) as Document[string];
  }
}

/** The sealed texts of a document. Throws SealError: what lies there in plain was not written by this server. */
export function sealedIn(collection: CollectionName, document: Document): ReadonlyArray<readonly [string, string]> {
  return (sealedFields[collection] ?? []).flatMap((field) => {
    const value = document[field];
    if (value === undefined || value === null) return [];
    if (typeof value !== 'string') throw new SealError('malformed', 'this is not a sealed text');
    return [[field, value] as const];
  });
}

/** The same sealed text opens nowhere else. */
export const placeOf = (collection: CollectionName, id: string, field: string): string =>
  `${collection}/${id}/${field}`;
