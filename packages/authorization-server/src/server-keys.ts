/** The server's own symmetric keys: random, made at first start, sealed in the store, so that instances agree and restarts forget nobody. */
import { ConfigurationError } from '@granthouse/protocol';
import { SealError, type Document } from '@granthouse/storage';
import { randomBytes } from 'node:crypto';
import type { Vault } from './store/vault.ts';
import { openFields, sealFields } from './store/sealed-fields.ts';

export interface ServerKeys {
  /** Signs the engine's cookies. */
  readonly cookies: string;
  /** Binds a form to the browser that was shown it. */
  readonly forms: string;
  /** Marks refresh tokens as this server's, and leads from one to the next. */
  readonly refreshTokens: string;
  /** Makes the nonces for DPoP proofs, so that each instance knows those of the others. */
  readonly dpopNonces: string;
}

export async function loadServerKeys(vault: Vault): Promise<ServerKeys> {
  return {
    cookies: await loadSealed(vault, 'cookies', randomKey),
    forms: await loadSealed(vault, 'forms', randomKey),
    refreshTokens: await loadSealed(vault, 'refresh_tokens', randomKey),
    dpopNonces: await loadSealed(vault, 'dpop_nonces', randomKey),
  };
}

const randomKey = async () => randomBytes(32).toString('base64url');

/** Reads a sealed value; the first instance to start makes it, the others take what it made. */
async function loadSealed(vault: Vault, id: string, make: () => Promise<string>): Promise<string> {
  const stored = await vault.store.get('server_key', id);
  if (stored) return openKey(vault, id, stored) as string;
  const value = await make();
  const document = { sealed: value };
  sealFields(vault.sealer, { collection: 'server_key', id, document });
  if (await vault.store.insert('server_key', id, document)) return value;
  return loadSealed(vault, id, make);
}

/** What is sealed in it. Throws a ConfigurationError when the secret is another one, or nothing is sealed in it. */
export function openKey({ sealer }: Vault, id: string, document: Document): Document[string] {
  try {
    if (document['sealed'] === undefined) throw new SealError('malformed', 'nothing is sealed in this key');
    openFields(sealer, { collection: 'server_key', id, document });
    return document['sealed'];
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause;
    const problem = {
      path: 'authorizationServer.secret',
      found: 'a secret that does not open this store',
      remedy:
        'start with the secret that this store was made with, name that one among the other secrets when this one is to replace it, or start with an empty store',
    };
    throw new ConfigurationError(problem, { cause });
  }
}
