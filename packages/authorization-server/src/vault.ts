/** The store of a server, opened together with what opens its sealed records. */
import { createSealer } from '@granthouse/storage';
import { collections } from './collections.ts';
import type { Vault } from './engine-adapter.ts';
import type { AuthorizationServerOptions } from './options.ts';

export type VaultOptions = Pick<AuthorizationServerOptions, 'storage' | 'secret' | 'otherSecrets' | 'now'>;

export async function openVault({ storage, secret, otherSecrets = [], now = Date.now }: VaultOptions): Promise<Vault> {
  // Before the store: a secret that is refused leaves none open.
  const sealer = createSealer(secret, { others: otherSecrets });
  return { store: await storage.open(collections), sealer, now };
}
