/** The engine that keeps everything in this process and nothing longer: for tests, demos, and as the contract's shortest reading. */
import type { CollectionTable, FoundRecord, NewRecord, Search } from './collection-table.ts';
import type { Collections, IndexedValue, StorageEngine } from './contract.ts';
import { changedText, fieldOf, parseDocument } from './document-text.ts';
import { guardedStore, requireNames } from './guarded-store.ts';

/** How many records one step of a sweep looks at. */
const seenAtOnce = 1000;

interface MemoryRecord extends NewRecord {
  /** The declared fields that hold strings. */
  readonly values: readonly IndexedValue[];
}

interface MemoryCollection {
  readonly records: Map<string, MemoryRecord>;
  /** For each declared field, the ids of the records by its value. */
  readonly indexes: Map<string, Map<string, Set<string>>>;
}

/** `now`: milliseconds since the epoch, by default the system's clock. The records live as long as the engine does. */
export function memoryEngine({ now = Date.now }: { now?: () => number } = {}): StorageEngine {
  const kept = new Map<string, MemoryCollection>();
  return {
    async open(collections: Collections) {
      requireNames(collections);
      const tables = new Map<string, CollectionTable>();
      for (const [name, { indexes }] of Object.entries(collections)) {
        const collection = kept.get(name) ?? { records: new Map(), indexes: new Map() };
        kept.set(name, collection);
        declareIndexes(collection, indexes);
        tables.set(name, memoryTable(collection, now));
      }
      return guardedStore(collections, { tables, close: () => {} });
    },
    async inspect(collections) {
      const store = await this.open(collections);
      const count = (name: string) => kept.get(name)?.records.size ?? 0;
      const records = Object.fromEntries(Object.keys(collections).map((name) => [name, count(name)]));
      return { ...store, report: { engine: 'memory', records, problems: [] } };
    },
  };
}

function memoryTable(collection: MemoryCollection, now: () => number): CollectionTable {
  const { records } = collection;
  const live = (id: string): MemoryRecord | undefined => {
    const record = records.get(id);
    return record && !hasExpired(record, now()) ? record : undefined;
  };
  const remove = (id: string): boolean => {
    if (!live(id)) return false;
    forget(collection, id);
    return true;
  };
  return {
    insert(record) {
      if (live(record.id)) return false;
      keep(collection, record);
      return true;
    },
    put: (record) => keep(collection, record),
    get: (id) => live(id)?.text,
    compareAndSet(id, change) {
      const record = live(id);
      const text = record && changedText(record.text, change);
      if (text === undefined) return false;
      keep(collection, { id, text, expiresAt: change.expiresAt ?? record?.expiresAt });
      return true;
    },
    delete: remove,
    find: (search) => pageOf(idsOf(collection, search.index), search, live),
    async *deleteBy(index) {
      yield idsOf(collection, index).filter(remove).length;
    },
    sweep: () => sweep(collection, now),
  };
}

async function* sweep(collection: MemoryCollection, now: () => number): AsyncGenerator<number, void, undefined> {
  let [seen, freed] = [0, 0];
  // A Map goes on after what was deleted or added meanwhile, so that every record is looked at once.
  for (const record of collection.records.values()) {
    if (hasExpired(record, now())) {
      forget(collection, record.id);
      freed += 1;
    }
    seen += 1;
    if (seen % seenAtOnce > 0) continue;
    yield freed;
    freed = 0;
  }
  yield freed;
}

/** In the place of what was there: a map from which the same keys come and go is cleaned up again and again. */
function keep(collection: MemoryCollection, { id, text, expiresAt }: NewRecord): void {
  forgetValues(collection, id);
  const values = indexedValues(text, collection.indexes);
  collection.records.set(id, { id, text, expiresAt, values });
  for (const { field, value } of values) addToIndex(collection, { field, value }, id);
}

function forget(collection: MemoryCollection, id: string): void {
  forgetValues(collection, id);
  collection.records.delete(id);
}

function forgetValues({ records, indexes }: MemoryCollection, id: string): void {
  for (const { field, value } of records.get(id)?.values ?? []) {
    const ids = indexes.get(field)?.get(value);
    ids?.delete(id);
    if (ids?.size === 0) indexes.get(field)?.delete(value);
  }
}

function declareIndexes(collection: MemoryCollection, fields: readonly string[]): void {
  const added = fields.filter((field) => !collection.indexes.has(field));
  for (const field of added) collection.indexes.set(field, new Map());
  // What was kept before an index was declared is found by it too.
  if (added.length === 0) return;
  const records = [...collection.records.values()];
  for (const record of records) keep(collection, record);
}

const noValues: readonly IndexedValue[] = [];

function indexedValues(text: string, indexes: MemoryCollection['indexes']): readonly IndexedValue[] {
  if (indexes.size === 0) return noValues;
  const document = parseDocument(text);
  return Array.from(indexes.keys()).flatMap((field) => {
    const value = fieldOf(document, field);
    return typeof value === 'string' ? [{ field, value }] : [];
  });
}

function addToIndex({ indexes }: MemoryCollection, { field, value }: IndexedValue, id: string): void {
  const byValue = indexes.get(field);
  const ids = byValue?.get(value);
  if (ids) ids.add(id);
  else byValue?.set(value, new Set([id]));
}

function idsOf({ records, indexes }: MemoryCollection, index: IndexedValue | undefined): string[] {
  return [...(index ? (indexes.get(index.field)?.get(index.value) ?? []) : records.keys())];
}

function pageOf(
  ids: string[],
  { after, limit }: Search,
  live: (id: string) => MemoryRecord | undefined,
): FoundRecord[] {
  const found: FoundRecord[] = [];
  for (const id of ids.toSorted(byUtf8)) {
    if (found.length === limit) break;
    if (after !== undefined && byUtf8(id, after) <= 0) continue;
    const record = live(id);
    if (record) found.push(record);
  }
  return found;
}

// Not the order of <, which compares UTF-16 and puts U+FFFD after U+10000.
function byUtf8(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function hasExpired({ expiresAt }: NewRecord, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
