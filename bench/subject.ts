/** What is measured: a server as its own process makes it, and what the process is asked. */
import type { RequestListener } from 'node:http';
import { basename, join } from 'node:path';
import type { StorageEngine } from '@granthouse/storage';

/** Where a subject's process finds what it needs. */
export interface Surroundings {
  /** An issuer that answers over HTTP, whose tokens the guarded servers accept. */
  readonly trustedIssuer: string;
  /** A folder of this process alone. */
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
  /** Frees expired records as the server does it from time to time; answers how many. */
  readonly sweep?: () => Promise<number>;
}

export type Question =
  | { readonly ask: 'cpu' }
  | { readonly ask: 'memory' }
  | { readonly ask: 'sweep' }
  | { readonly ask: 'codes'; readonly clientIds: readonly string[]; readonly count: number };

/** Bytes, after a garbage collection. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
}

export type Store = 'memory' | 'sqlite' | 'sqlite, a commit a write' | 'mongodb';

/** The engine of a store, on this process's own folder. */
export async function engineOf(store: Store, { folder }: Pick<Surroundings, 'folder'>): Promise<StorageEngine> {
  const path = join(folder, 'bench.db');
  switch (store) {
    case 'memory':
      return (await import('@granthouse/storage/memory')).memoryEngine();
    case 'sqlite':
      return (await import('@granthouse/storage/sqlite')).sqliteEngine({ path });
    case 'sqlite, a commit a write':
      return (await import('./subjects/commit-each-write.ts')).commitEachWrite(path);
    case 'mongodb':
      return (await import('@granthouse/storage/mongodb')).mongodbEngine({
        uri: mongodbUri(),
        database: basename(folder),
      });
  }
}

/** The server that the environment names, which the growth is measured on too. */
export function mongodbUri(): string {
  return process.env['MONGODB_URI'] ?? '';
}
