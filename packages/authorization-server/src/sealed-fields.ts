/** What is sealed in the store, and to which place: said once, for whoever writes, reads or re-seals (SP 800-38D; docs/security.md). */
import type { Document, Sealer } from '@granthouse/storage';
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
    if (document[field] === undefined) continue;
    document[field] = sealer.seal(JSON.stringify(document[field]), placeOf(collection, id, field));
  }
}

/** Opens in place: what the store gives is a copy. Throws SealError. */
export function openFields(sealer: Sealer, { collection, id, document }: PlacedDocument): void {
  for (const field of sealedFields[collection] ?? []) {
    const value = document[field];
    if (typeof value !== 'string') continue;
    document[field] = JSON.parse(sealer.open(value, placeOf(collection, id, field))) as Document[string];
  }
}

/** The same sealed text opens nowhere else. */
export const placeOf = (collection: CollectionName, id: string, field: string): string =>
  `${collection}/${id}/${field}`;
