/** What is measured: a server as its own process makes it, and what the process is asked. */
import type { RequestListener } from 'node:http';
import type { StorageEngine } from '@granthouse/storage';

/** Where a subject's process finds what it needs. */
export interface Surroundings {
  /** An issuer that answers over HTTP, whose tokens the guarded servers accept. */
  readonly trustedIssuer: string;
  /** An empty folder of this process alone. */
  readonly folder: string;
}

export interface PreparedCode {
  readonly code: string;
  readonly verifier: string;
  readonly clientId: string;
}

export interface Subject {
  readonly listener: RequestListener;
  /** Codes of registered clients, as a person's consent leaves them; the pages before it are not measured. */
  readonly prepareCodes?: (clientIds: readonly string[], count: number) => Promise<PreparedCode[]>;
}

export type Question =
  | { readonly ask: 'cpu' }
  | { readonly ask: 'memory' }
  | { readonly ask: 'codes'; readonly clientIds: readonly string[]; readonly count: number };

/** Bytes, after a garbage collection. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
}

export type Store = 'memory' | 'sqlite';

/** The engine of a store, on this process's own folder. */
export async function engineOf(store: Store, { folder }: Surroundings): Promise<StorageEngine> {
  if (store === 'memory') return (await import('@granthouse/storage/memory')).memoryEngine();
  return (await import('@granthouse/storage/sqlite')).sqliteEngine({ path: `${folder}/bench.db` });
}
