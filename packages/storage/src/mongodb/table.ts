/** One collection in MongoDB: a change is one command on one document, which the server makes atomic, wherever its shard is. */
import type { Collection } from 'mongodb';
import type { CollectionTable, FoundRecord, Search } from '../collection-table.ts';
import type { FieldChange } from '../contract.ts';
import { changedText } from '../document-text.ts';
import type { Deadline, MongodbConnection } from './connection.ts';
import { isDuplicate } from './failures.ts';
import { turns } from './in-turn.ts';
import {
  dateOf,
  keyOf,
  plainId,
  sortableId,
  storedExpiry,
  storedRecord,
  storedText,
  valueOf,
  type StoredRecord,
} from './record.ts';

const sweptAtOnce = 1000;

type Records = Collection<StoredRecord>;

export interface TableParts {
  readonly connection: MongodbConnection;
  readonly collection: string;
  /** The declared fields. */
  readonly indexes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function mongodbTable({ connection, collection, indexes, now }: TableParts): CollectionTable {
  const run = <T>(step: (records: Records, deadline: Deadline) => Promise<T>): Promise<T> =>
    connection.run((database, deadline) => step(database.collection<StoredRecord>(collection), deadline));
  const live = () => ({ expiresAt: { $not: { $lte: dateOf(now()) } } });
  const expired = () => ({ expiresAt: { $lte: dateOf(now()) } });
  const inTurn = turns();
  return {
    // An expired record is replaced. Where none is, the upsert inserts, and the key is refused beside a live one: one
    // command decides, so that of many one wins.
    insert: (record) =>
      run((records) => write(records, expired(), { id: record.id, stored: storedRecord(record, indexes) })),
    put: (record) =>
      run(async (records) => {
        const written = { id: record.id, stored: storedRecord(record, indexes) };
        // Of two upserts of one new id, one may be refused; then there is a record to replace.
        if (!(await write(records, {}, written))) await write(records, {}, written);
      }),
    async get(id) {
      const filter = { _id: keyOf(id), ...live() };
      return (await run((records) => records.findOne(filter, { projection: { text: 1 } })))?.text;
    },
    compareAndSet: (id, change) =>
      run((records, deadline) => {
        const step = () => compareAndSet({ records, indexes, live, deadline }, id, change);
        return inTurn(id, { step, until: deadline.passed });
      }),
    async delete(id) {
      return (await run((records) => records.deleteOne({ _id: keyOf(id), ...live() }))).deletedCount === 1;
    },
    find: (search) => run((records) => find(records, search, live())),
    async *deleteBy({ field, value }) {
      // One command, however many they are: the server lets others in between by itself.
      const filter = { [`by.${field}`]: valueOf(value), ...live() };
      yield (await run((records) => records.deleteMany(filter))).deletedCount;
    },
    sweep: () => sweep(() => run((records) => sweepSome(records, expired()))),
  };
}

async function* sweep(step: () => Promise<Swept>): AsyncGenerator<number, void, undefined> {
  let swept: Swept;
  do {
    swept = await step();
    yield swept.freed;
  } while (swept.found === sweptAtOnce);
}

interface Swept {
  readonly found: number;
  readonly freed: number;
}

interface Written {
  readonly id: string;
  readonly stored: Omit<StoredRecord, '_id'>;
}

/** Replaces the record that the condition holds for, or adds one; false when one has the id and it doesn't hold. */
async function write(records: Records, condition: object, { id, stored }: Written): Promise<boolean> {
  try {
    await records.replaceOne({ _id: keyOf(id), ...condition }, stored, { upsert: true });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

interface Changing {
  readonly records: Records;
  readonly indexes: readonly string[];
  readonly live: () => object;
  readonly deadline: Deadline;
}

async function compareAndSet(
  { records, indexes, live, deadline }: Changing,
  id: string,
  change: FieldChange,
): Promise<boolean> {
  const _id = keyOf(id);
  while (!deadline.isOver) {
    const found = await records.findOne({ _id, ...live() }, { projection: { text: 1, version: 1 } });
    const text = found ? changedText(found.text, change) : undefined;
    if (!found || text === undefined) return false;
    const $set = { ...storedText(text, indexes), ...storedExpiry(change.expiresAt) };
    // Only over the very record that was judged; when another instance was faster, its record is judged anew. That is
    // no busy loop: a majority write that matched nothing waits, too, until what it saw is with the majority.
    const { matchedCount } = await records.updateOne({ _id, version: found.version, ...live() }, { $set });
    if (matchedCount === 1) return true;
  }
  // Whoever asked was told that there is no answer.
  return false;
}

async function find(records: Records, { index, after, limit }: Search, live: object): Promise<FoundRecord[]> {
  const filter = {
    ...live,
    ...(index && { [`by.${index.field}`]: valueOf(index.value) }),
    ...(after !== undefined && { id: { $gt: sortableId(after) } }),
  };
  const found = await records.find(filter, { projection: { id: 1, text: 1 }, sort: { id: 1 }, limit }).toArray();
  return found.map(({ id, text }) => ({ id: plainId(id), text }));
}

async function sweepSome(records: Records, expired: object): Promise<Swept> {
  const found = await records.find(expired, { projection: { _id: 1 }, limit: sweptAtOnce }).toArray();
  if (found.length === 0) return { found: 0, freed: 0 };
  // Expired still: a put may have given one of them another life.
  const filter = { _id: { $in: found.map(({ _id }) => _id) }, ...expired };
  return { found: found.length, freed: (await records.deleteMany(filter)).deletedCount };
}
