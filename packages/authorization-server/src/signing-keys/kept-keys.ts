/**
 * The signing keys as they are stored: one record for all of them, sealed whole and changed by compare-and-set alone, so
 * that of several instances one decides, and nobody who writes to the store can slip a key in.
 */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Document } from '@granthouse/storage';
import type { Vault } from '../store/vault.ts';
import { sealFields } from '../store/sealed-fields.ts';
import { openKey } from '../server-keys.ts';

/** `next`: published, so that verifiers know it before it signs; `retired`: published until what it signed has expired. */
export type SigningKeyState = 'next' | 'current' | 'retired';

/** All times in milliseconds since the epoch. */
export interface KeptKey {
  readonly jwk: JWK & { readonly kid: string };
  readonly state: SigningKeyState;
  readonly publishedAt: number;
  readonly signsFrom: number;
  /** Of a retired key. */
  readonly publishedUntil?: number;
}

export interface KeptKeys {
  /** The text in the store; each change makes another one, so it says whether anything changed since. */
  readonly sealed: string;
  readonly keys: readonly KeptKey[];
}

/** What is sealed; a store whose key was never rotated has that key alone, as text. */
type Content = { readonly keys: readonly KeptKey[] } | string;

const place = { collection: 'server_key', id: 'signing' } as const;

/** What the store holds; `known` is returned when it is that. The first instance to start makes the first key. */
export async function readKeptKeys(vault: Vault, known?: KeptKeys): Promise<KeptKeys> {
  const stored = await vault.store.get(place.collection, place.id);
  if (stored) return stored['sealed'] === known?.sealed && known ? known : opened(vault, stored);
  const keys = [await newKey({ state: 'current', publishedAt: vault.now(), signsFrom: vault.now() })];
  await vault.store.insert(place.collection, place.id, { sealed: sealed(vault, keys) });
  return readKeptKeys(vault);
}

/** What is stored from now on; nothing when it is no longer what `known` says. */
export async function replaceKeptKeys(
  vault: Vault,
  known: Pick<KeptKeys, 'sealed'>,
  keys: readonly KeptKey[],
): Promise<KeptKeys | undefined> {
  const next = { sealed: sealed(vault, keys), keys };
  const change = { expected: { sealed: known.sealed }, set: { sealed: next.sealed } };
  return (await vault.store.compareAndSet(place.collection, place.id, change)) ? next : undefined;
}

export async function newKey(dates: Omit<KeptKey, 'jwk'>): Promise<KeptKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }, ...dates };
}

async function opened(vault: Vault, stored: Document): Promise<KeptKeys> {
  const text = stored['sealed'] as string;
  const content = openKey(vault, place.id, stored) as unknown as Content;
  if (typeof content !== 'string') return { sealed: text, keys: content.keys };
  const dates = { publishedAt: vault.now(), signsFrom: vault.now() };
  const keys = [{ jwk: JSON.parse(content) as KeptKey['jwk'], state: 'current' as const, ...dates }];
  return (await replaceKeptKeys(vault, { sealed: text }, keys)) ?? readKeptKeys(vault);
}

function sealed({ sealer }: Vault, keys: readonly KeptKey[]): string {
  const document: Document = { sealed: { keys } as unknown as Document };
  sealFields(sealer, { ...place, document });
  return document['sealed'] as string;
}
