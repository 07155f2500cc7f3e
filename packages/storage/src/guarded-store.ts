/** The part of the contract that is the same for every engine: what is refused, how pages are cut, what closing means. */
import { setImmediate as turn } from 'node:timers/promises';
import type { CollectionTable, NewRecord, OpenedEngine } from './collection-table.ts';
import type {
  Collections,
  Document,
  DocumentStore,
  FoundPage,
  IndexedValue,
  InspectedStore,
  Page,
  StoreReport,
} from './contract.ts';
import { checkedMembers, documentText, parseDocument } from './document-text.ts';
import { StorageError } from './storage-error.ts';

/** The store that callers get: an engine behind the contract's rules. */
export function guardedStore(collections: Collections, engine: OpenedEngine): DocumentStore {
  let closing: Promise<void> | undefined;
  const table = (collection: string, index?: IndexedValue): CollectionTable => {
    if (closing) throw new StorageError('closed', 'the store was closed');
    const found = engine.tables.get(collection);
    if (!found) throw new StorageError('unknown_collection', `no collection is called ${collection}`);
    if (index) requireIndex(collections, collection, index);
    return found;
  };
  const text: DocumentStore['text'] = async (collection, id) => {
    const records = table(collection);
    return isPossible(id) ? records.get(id) : undefined;
  };
  let sweeping: Promise<number> | undefined;
  return {
    answersTogether: engine.answersTogether ?? false,
    insert: async (collection, ...record) => table(collection).insert(newRecord(...record)),
    put: async (collection, ...record) => table(collection).put(newRecord(...record)),
    text,
    get: async (collection, id) => {
      const found = await text(collection, id);
      return found === undefined ? undefined : parseDocument(found);
    },
    compareAndSet: async (collection, id, { expected, set, expiresAt }) => {
      const records = table(collection);
      requireExpiry(expiresAt);
      const change = { expected, set: checkedMembers(set), expiresAt };
      return isPossible(id) && records.compareAndSet(id, change);
    },
    delete: async (collection, id) => {
      const records = table(collection);
      return isPossible(id) && records.delete(id);
    },
    findBy: async (collection, index, page) => cutPage(table(collection, index), index, page),
    deleteBy: async (collection, index) => sumOf(table(collection, index).deleteBy(index), () => table(collection)),
    list: async (collection, page) => cutPage(table(collection), undefined, page),
    sweep: () => (sweeping ??= sweepAll(engine.tables.keys(), table).finally(() => (sweeping = undefined))),
    close: async () => (closing ??= (async () => engine.close())()),
  };
}

/** The same rules over an engine that is only looked at. */
export function inspectedStore(collections: Collections, engine: OpenedEngine, report: StoreReport): InspectedStore {
  const { get, findBy, list, close } = guardedStore(collections, engine);
  return { get, findBy, list, close, report };
}

/** Throws StorageError `unsupported` when a collection or index has a name that not every engine can hold. */
export function requireNames(collections: Collections): void {
  for (const [name, { indexes }] of Object.entries(collections)) {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      throw new StorageError(
        'unsupported',
        `${name} can't name a collection: begin with a to z, go on with a-z, 0-9, _`,
      );
    }
    const wrong = indexes.find((field) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(field));
    if (wrong !== undefined) {
      throw new StorageError('unsupported', `${wrong} can't be an index of ${name}: use letters, digits and _ alone`);
    }
  }
}

async function sweepAll(names: Iterable<string>, table: (name: string) => CollectionTable): Promise<number> {
  let freed = 0;
  for (const name of names) freed += await sumOf(table(name).sweep(), () => table(name));
  return freed;
}

async function sumOf(steps: AsyncIterable<number>, requireOpen: () => unknown): Promise<number> {
  let sum = 0;
  for await (const count of steps) {
    sum += count;
    // What is long is many short steps, so that requests come in between.
    await turn();
    requireOpen();
  }
  return sum;
}

async function cutPage(table: CollectionTable, index: IndexedValue | undefined, page?: Page): Promise<FoundPage> {
  const { limit = 100, after } = page ?? {};
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw new RangeError(`a page has 1 to 1000 records, not ${limit}`);
  }
  // One more than asked for shows whether another page follows.
  const found = await table.find({ index, after, limit: limit + 1 });
  const items = found.slice(0, limit).map(({ id, text }) => ({ id, document: parseDocument(text) }));
  const last = items.at(-1);
  return found.length > limit && last ? { items, next: last.id } : { items };
}

function newRecord(id: string, document: Document, expiresAt: number | undefined): NewRecord {
  if (!isPossible(id)) throw new StorageError('invalid_document', 'an id must be text that UTF-8 can write');
  requireExpiry(expiresAt);
  return { id, text: documentText(document), expiresAt };
}

function requireExpiry(expiresAt: number | undefined): void {
  if (expiresAt === undefined || Number.isFinite(expiresAt)) return;
  throw new StorageError('invalid_document', 'an expiry must be milliseconds since the epoch, or absent for never');
}

// UTF-8 would write every lone surrogate alike, and one record would answer to another's id.
function isPossible(id: string): boolean {
  return typeof id === 'string' && !/\p{Surrogate}/u.test(id);
}

function requireIndex(collections: Collections, collection: string, { field, value }: IndexedValue): void {
  if (!collections[collection]?.indexes.includes(field)) {
    throw new StorageError('unknown_index', `${collection} has no index on ${field}`);
  }
  if (typeof value !== 'string') throw new TypeError(`${collection} is searched by strings alone`);
}
