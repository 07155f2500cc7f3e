/** What every step of the registry works with: the store, what opens its sealed fields, and the one way out. */
import { nameQueries } from '@granthouse/network';
import { ConfigurationError } from '@granthouse/protocol';
import { createSealer, type DocumentStore, type Sealer } from '@granthouse/storage';
import { hash } from 'node:crypto';
import { guardedFetch, type Fetch } from '../network/guarded-fetch.ts';
import { collections } from './collections.ts';
import type { ParsedConnectionsOptions } from './options.ts';
import { isForAnotherSecret } from './sealed-texts.ts';

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
  if (!options.isSecretLost) await refuseOtherSecret(store, sealer);
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

/** Otherwise everybody would be asked to connect anew, for a name that is misspelt in a configuration. */
async function refuseOtherSecret(store: DocumentStore, sealer: Sealer): Promise<void> {
  try {
    if (await isForAnotherSecret(store, sealer)) throw otherSecret();
  } catch (error) {
    await store.close();
    throw error;
  }
}

const otherSecret = () =>
  new ConfigurationError({
    path: 'connections.secret',
    found: 'a secret that opens nothing of what is sealed in this store',
    remedy:
      'start with the secret that sealed it, name that one among the other secrets when this one is to replace it, or say that it is lost (--secret-is-lost, or isSecretLost in code): then everybody connects anew',
  });

/** One text for several, which no other parts make; by hash, where they may be long or telling. */
export function idOf(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
