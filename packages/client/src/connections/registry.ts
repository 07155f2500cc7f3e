/** What every step of the registry works with: the store, what opens its sealed fields, and the one way out. */
import { nameQueries } from '@granthouse/network';
import { createSealer, type DocumentStore, type Sealer } from '@granthouse/storage';
import { hash } from 'node:crypto';
import { guardedFetch, type Fetch } from '../network/guarded-fetch.ts';
import { collections } from './collections.ts';
import type { ParsedConnectionsOptions } from './options.ts';

export interface Registry {
  readonly options: ParsedConnectionsOptions;
  readonly store: DocumentStore;
  readonly sealer: Sealer;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  close(): Promise<void>;
}

export async function openRegistry(options: ParsedConnectionsOptions): Promise<Registry> {
  // Before the store: a secret that is refused leaves none open.
  const sealer = createSealer(options.secret, { others: options.otherSecrets });
  const store = await options.storage.open(collections);
  // Whoever is asked may name hosts whose name server is silent: the system's resolver would hold up all of the process.
  const resolve = options.network.besides === undefined ? { resolve: nameQueries() } : {};
  const network = guardedFetch({ ...resolve, ...options.network });
  return {
    options,
    store,
    sealer,
    fetch: network.fetch,
    now: options.now,
    async close() {
      await network.close();
      await store.close();
    },
  };
}

/** One text for several, which no other parts make; by hash, where they may be long or telling. */
export function idOf(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
