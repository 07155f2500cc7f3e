/** What an engine does itself, a collection at a time; `guarded-store.ts` has judged everything that comes here. */
import type { FieldChange, IndexedValue } from './contract.ts';

/** An engine that works at once answers at once; one beyond a network answers later. */
export type Soon<T> = T | Promise<T>;

/** A record on its way into a table: the document as JSON text, the expiry in milliseconds since the epoch. */
export interface NewRecord {
  readonly id: string;
  readonly text: string;
  readonly expiresAt: number | undefined;
}

/** A record on its way out. */
export interface FoundRecord {
  readonly id: string;
  readonly text: string;
}

/** Which records, from where, and how many at most. */
export interface Search {
  readonly index: IndexedValue | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/** One collection of one engine; every change of a record is one atomic step, and all leave out what has expired. */
export interface CollectionTable {
  insert(record: NewRecord): Soon<boolean>;
  put(record: NewRecord): Soon<void>;
  get(id: string): Soon<string | undefined>;
  compareAndSet(id: string, change: FieldChange): Soon<boolean>;
  delete(id: string): Soon<boolean>;
  find(search: Search): Soon<readonly FoundRecord[]>;
  /** Removes in steps that the engine thinks short; each yields how many live records it removed. */
  deleteBy(index: IndexedValue): AsyncIterable<number>;
  /** Frees expired records in such steps. */
  sweep(): AsyncIterable<number>;
}

/** The tables of an engine that was opened, and how it is left. */
export interface OpenedEngine {
  readonly answersTogether?: boolean;
  readonly tables: ReadonlyMap<string, CollectionTable>;
  close(): Soon<void>;
}
