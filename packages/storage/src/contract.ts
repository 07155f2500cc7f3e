/**
 * The document contract: what the authorization server asks of a store, and what every engine promises alike.
 *
 * - A store has named collections; a record is a JSON object under an id that is unique in its collection.
 * - Every change of one record is one atomic step, also between processes on one store: of many inserts of one id, or
 *   many changes that expect the same value, exactly one wins. What was answered is durable, where the engine keeps
 *   anything; what was refused as `unavailable` may have happened, whole, or not at all.
 * - Nothing is one step across records. `deleteBy` and `sweep` take each record by itself and let others in between:
 *   what is added meanwhile may stay, and one that fails half-way has removed some; calling it again removes the rest.
 * - An expired record is as good as gone: no read shows it, no change finds it, an insert may take its place.
 *   A record expires at its instant, not after it; `sweep` frees the space later.
 * - Documents come back as copies, without the members that were undefined. Anything JSON would change or lose in
 *   silence (a Date, NaN, a hole in a list, a class) is refused with StorageError `invalid_document`; so are more than
 *   64 levels and more than 4,194,304 characters of JSON text, so that a record that one engine takes fits each.
 * - An id is any text that can be UTF-8, control characters included, of any length. Half a surrogate pair can't be: an
 *   insert or put of it is refused, and every other method finds nothing under it.
 * - Pages are ordered by the UTF-8 bytes of the id. A page of a collection that changes meanwhile may miss what was
 *   added before its place, and never shows one id twice.
 */

/** Anything that JSON can say; members that are undefined are dropped. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue | undefined };

/** What a record holds. */
export type Document = { [field: string]: JsonValue | undefined };

/** One collection: `indexes` are top-level fields (`[A-Za-z_][A-Za-z0-9_]*`), by whose string values it is searched. */
export interface CollectionDefinition {
  readonly indexes: readonly string[];
}

/** Every collection of a store by its name (`[a-z][a-z0-9_]*`). */
export type Collections = Readonly<Record<string, CollectionDefinition>>;

/** Top-level fields and the values they must have; null stands for an absent field and for a stored null alike. */
export type FieldValues = Readonly<Record<string, string | number | boolean | null>>;

/** What a compare-and-set expects, and the top-level fields that it then sets; it leaves all others as they are. */
export interface FieldChange {
  readonly expected: FieldValues;
  /** Left alone by the caller until the answer; a member that is undefined stays as it is. */
  readonly set: Document;
  /** When the record then expires; without it the expiry stays. */
  readonly expiresAt?: number | undefined;
}

/** A declared field and the string it must hold. */
export interface IndexedValue {
  readonly field: string;
  readonly value: string;
}

/** `limit`: 1 to 1,000, by default 100; `after`: the id after which the page begins (`next` of the page before). */
export interface Page {
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

/** A record with its id. */
export interface FoundDocument {
  readonly id: string;
  readonly document: Document;
}

/** A page of records; `next` is there when more follow. */
export interface FoundPage {
  readonly items: readonly FoundDocument[];
  readonly next?: string;
}

/** A store that is open. Instants are milliseconds since the epoch; every method may reject with a StorageError. */
export interface DocumentStore {
  /** Whether writes that were asked for together are answered together, so that nobody need gather what follows them. */
  readonly answersTogether: boolean;
  /** Adds a record that isn't there; false, and nothing changed, when a live one has that id. */
  insert(collection: string, id: string, document: Document, expiresAt?: number): Promise<boolean>;
  /** Adds or wholly replaces a record, its expiry too: without `expiresAt` it stays for ever. */
  put(collection: string, id: string, document: Document, expiresAt?: number): Promise<void>;
  /** The live record's document. */
  get(collection: string, id: string): Promise<Document | undefined>;
  /** The same as JSON text, for whoever remembers what was made of it: equal texts are equal documents. */
  text(collection: string, id: string): Promise<string | undefined>;
  /** Sets fields of a live record when each expected field has its value, in one step. */
  compareAndSet(collection: string, id: string, change: FieldChange): Promise<boolean>;
  /** Removes a record; false when no live one was there. */
  delete(collection: string, id: string): Promise<boolean>;
  /** The live records whose declared field holds this string. */
  findBy(collection: string, index: IndexedValue, page?: Page): Promise<FoundPage>;
  /** Removes the records whose declared field holds this string, each by itself; answers how many were live. */
  deleteBy(collection: string, index: IndexedValue): Promise<number>;
  /** All live records of a collection. */
  list(collection: string, page?: Page): Promise<FoundPage>;
  /** Frees the space of expired records, without haste; answers how many. A second call joins the one under way. */
  sweep(): Promise<number>;
  /**
   * Answers what was asked for and leaves everything durable. A second call does nothing, every other method then rejects
   * with `closed`.
   */
  close(): Promise<void>;
}

/** What a look at a store found. */
export interface StoreReport {
  /** Such as `sqlite`. */
  readonly engine: string;
  /** The schema that the store was written by; absent where nothing outlives the process. */
  readonly schemaVersion?: number;
  /** How many records each declared collection has, expired ones that still take space among them. */
  readonly records: Readonly<Record<string, number>>;
  /** What is wrong, each with its remedy; empty when nothing is. */
  readonly problems: readonly string[];
}

/** A store to be looked at; an engine may refuse to read a collection that isn't there yet. */
export interface InspectedStore extends Pick<DocumentStore, 'get' | 'findBy' | 'list' | 'close'> {
  readonly report: StoreReport;
}

/** Where stores come from. Opening twice gives two stores on the same records. */
export interface StorageEngine {
  /** Opens a store with these collections; StorageError `unsupported` or `unavailable` when it can't. */
  open(collections: Collections): Promise<DocumentStore>;
  /** Looks at a store as it is, and changes nothing of it; rejects as `open` does, and where no store is yet. */
  inspect(collections: Collections): Promise<InspectedStore>;
}
