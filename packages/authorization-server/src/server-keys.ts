/** The server's own symmetric keys: random, made at first start, sealed in the store, so that instances agree and restarts forget nobody. */
import { ConfigurationError } from '@granthouse/protocol';
import { SealError } from '@granthouse/storage';
import { randomBytes } from 'node:crypto';
import type { Vault } from './engine-adapter.ts';

export interface ServerKeys {
  /** Signs the engine's cookies. */
  readonly cookies: string;
  /** Binds a form to the browser that was shown it. */
  readonly forms: string;
}

export async function loadServerKeys(vault: Vault): Promise<ServerKeys> {
  return {
    cookies: await loadSealed(vault, 'cookies', randomKey),
    forms: await loadSealed(vault, 'forms', randomKey),
  };
}

const randomKey = async () => randomBytes(32).toString('base64url');

/** Reads a sealed value; the first instance to start makes it, the others take what it made. */
export async function loadSealed(vault: Vault, id: string, make: () => Promise<string>): Promise<string> {
  const place = `server_key/${id}`;
  const stored = await vault.store.get('server_key', id);
  if (typeof stored?.['sealed'] === 'string') return open(vault, stored['sealed'], place);
  const value = await make();
  if (await vault.store.insert('server_key', id, { sealed: vault.sealer.seal(value, place) })) return value;
  return loadSealed(vault, id, make);
}

function open(vault: Vault, value: string, place: string): string {
  try {
    return vault.sealer.open(value, place);
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause;
    const problem = {
      path: 'authorizationServer.secret',
      found: 'a secret that does not open this store',
      remedy: 'start with the secret that this store was made with, or with an empty store',
    };
    throw new ConfigurationError(problem, { cause });
  }
}
