/** The store of a server, opened together with what opens its sealed records. */
import { createSealer, type DocumentStore, type Sealer } from '@granthouse/storage';
import { hash } from 'node:crypto';
import { collections } from './collections.ts';
import type { AuthorizationServerOptions } from '../options.ts';

export interface Vault {
  readonly store: DocumentStore;
  readonly sealer: Sealer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type VaultOptions = Pick<AuthorizationServerOptions, 'storage' | 'secret' | 'otherSecrets' | 'now'>;

export async function openVault({ storage, secret, otherSecrets = [], now = Date.now }: VaultOptions): Promise<Vault> {
  // Before the store: a secret that is refused leaves none open.
  const sealer = createSealer(secret, { others: otherSecrets });
  return { store: await storage.open(collections), sealer, now };
}

/** What clients hold is stored under its SHA-256. */
export function hashedId(value: string): string {
  return hash('sha256', value, 'base64url');
}
