/**
 * The last good copy of what is fetched, in the store: it outlives a restart and is every server's. There is one only of
 * what somebody asked to keep, so that a flood of good documents leaves nothing behind. Whatever is read here is judged
 * as if it had just been fetched.
 */
import type { Document } from '@granthouse/storage';
import type { CollectionName } from '../store/collections.ts';
import type { Vault } from '../store/vault.ts';
import type { Reading } from './reading.ts';

export interface LastGoodCopies {
  find(url: string): Promise<Reading<unknown> | undefined>;
  /** Makes one; where one is already, it stays. */
  keep(url: string, reading: Reading<unknown>): Promise<void>;
  /** Puts what was read in the place of what was read before; false: another server has done so. */
  renew(url: string, reading: Reading<unknown>, before: Reading<unknown>): Promise<boolean>;
  /** The copy stands in for nothing any more; that it was there, and what it said, is known still. */
  withdraw(url: string, before: Reading<unknown>): Promise<void>;
  /** False: there was none. */
  remove(url: string): Promise<boolean>;
}

export interface Copying {
  readonly collection: CollectionName;
  /** Milliseconds since it was last read. */
  readonly keptFor: number;
}

export function lastGoodCopies({ store }: Pick<Vault, 'store'>, { collection, keptFor }: Copying): LastGoodCopies {
  return {
    async find(url) {
      const record = await store.get(collection, url);
      return record && readingOf(record);
    },
    async keep(url, reading) {
      await store.insert(collection, url, recordOf(reading), reading.readAt + keptFor);
    },
    renew: (url, reading, before) =>
      store.compareAndSet(collection, url, {
        expected: { read_at: before.readAt },
        set: recordOf(reading),
        expiresAt: reading.readAt + keptFor,
      }),
    async withdraw(url, { readAt }) {
      await store.compareAndSet(collection, url, { expected: { read_at: readAt }, set: { withdrawn: true } });
    },
    remove: (url) => store.delete(collection, url),
  };
}

function recordOf({ value, readAt, freshFor }: Reading<unknown>): Document {
  return { value: value as Document[string], read_at: readAt, fresh_for: freshFor, withdrawn: false };
}

function readingOf({ value, read_at: readAt, fresh_for: freshFor, withdrawn }: Document): Reading<unknown> | undefined {
  if (typeof readAt !== 'number' || typeof freshFor !== 'number') return undefined;
  const size = JSON.stringify(value ?? null).length;
  return { value, size, readAt, freshFor, isKept: true, isWithdrawn: withdrawn === true };
}
