/** What a record is in MongoDB: its document as JSON text, and beside it what the server must compare and sort. */
import { hash, randomBytes } from 'node:crypto';
import type { NewRecord } from '../collection-table.ts';
import { parseDocument } from '../document-text.ts';

/**
 * The text, not BSON fields, is the document: it keeps what BSON would refuse or change (NUL and half surrogate pairs in
 * names, the order of members), and a change is judged by the same lines as in every other engine.
 */
export interface StoredRecord {
  /** SHA-256 of the id: always as long, evenly spread for sharding, and nothing personal in keys, which logs show. */
  readonly _id: Uint8Array;
  /**
   * The id, as text that sorts by the bytes of its UTF-8, for pages are in that order and give it back. In plain: a
   * client's id is no secret, and ids that are one, or a person's, come here as hashes.
   */
  readonly id: string;
  readonly text: string;
  /** For each field that is a string, the SHA-256 of its JSON text: an index entry of one length, whatever the string holds. */
  readonly by: Readonly<Record<string, Uint8Array>>;
  /** Another with every write: a compare-and-set replaces the very record that it judged. */
  readonly version: Uint8Array;
  /** Absent: never. */
  readonly expiresAt?: Date;
}

// Every string is found by, also one that another instance declares later; these many, so that a record stays below
// MongoDB's 16 MiB however many a document has.
const mostUndeclared = 100;

/** The key of an id. */
export function keyOf(id: string): Uint8Array {
  return hash('sha256', Buffer.from(id), 'buffer');
}

/** A record's members but for its key. */
export function storedRecord({ id, text, expiresAt }: NewRecord, indexes: readonly string[]) {
  return { id: sortableId(id), ...storedText(text, indexes), ...storedExpiry(expiresAt) };
}

/** The members that change with a document. */
export function storedText(text: string, indexes: readonly string[]) {
  const strings = Object.entries(parseDocument(text)).filter(
    ([field, value]) => typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(field),
  );
  const kept = strings.filter(([field], position) => position < mostUndeclared || indexes.includes(field));
  const by = Object.fromEntries(kept.map(([field, value]) => [field, valueOf(value as string)]));
  return { text, by, version: randomBytes(12) };
}

/** The member that says when a record expires; without one it stays for ever. */
export function storedExpiry(expiresAt: number | undefined): { expiresAt?: Date } {
  return expiresAt === undefined ? {} : { expiresAt: dateOf(expiresAt) };
}

/** What stands in an index for a string. */
export function valueOf(value: string): Uint8Array {
  // As JSON, where half a surrogate pair is an escape; UTF-8 would write all of them alike.
  return hash('sha256', JSON.stringify(value), 'buffer');
}

/**
 * One character for each byte of the UTF-8, so that strings sort as those bytes do, by UTF-16 too. Binary data wouldn't:
 * MongoDB sorts it by its length first.
 */
export function sortableId(id: string): string {
  return Buffer.from(id).toString('latin1');
}

export function plainId(sortable: string): string {
  return Buffer.from(sortable, 'latin1').toString();
}

/** An instant as a Date, the nearest one beyond the ends of what a Date can say. */
export function dateOf(instant: number): Date {
  return new Date(Math.min(Math.max(Math.ceil(instant), -8.64e15), 8.64e15));
}
