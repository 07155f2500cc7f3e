/** What servers have to take back: kept, sealed, from before it is dropped here until it is answered for (RFC 7009 §2.2.1). */
import { everyRecord, type Document } from '@granthouse/storage';
import { randomUUID } from 'node:crypto';
import type { Authorization } from '../authorization/authorization.ts';
import { ClientError } from '../client-error.ts';
import { askToRevoke, type Revocation } from '../token/revoke.ts';
import type { Registry } from './registry.ts';
import { openSealed } from './sealed-place.ts';

export interface KeptRevocation {
  readonly id: string;
  readonly authorization: Authorization;
}

interface StoredRevocation {
  readonly sealed: string;
  readonly tries: number;
  readonly dueAt: number;
}

const collection = 'connection_revocation';

/** Milliseconds: the first is longer than asking takes. */
const [firstPause, longestPause] = [120_000, 6 * 3_600_000];
/** Whoever is silent for a week is gone for good. */
const keptFor = 7 * 86_400_000;

const pauseAfter = (tries: number) => Math.min(firstPause * 2 ** tries, longestPause);

/** Of nobody any more: it says neither whose it was nor where it leads. */
export const revocationPlace = (id: string): string => JSON.stringify(['connection revocation', id]);

/** Before anything is dropped: whoever dies in between leaves no tokens that nobody knows of. */
export async function keepRevocation(registry: Registry, authorization: Authorization): Promise<KeptRevocation> {
  const { store, sealer, now } = registry;
  const { refreshToken, expiresAt = Infinity } = authorization.tokens;
  const id = randomUUID();
  const stored: StoredRevocation = {
    sealed: sealer.seal(JSON.stringify(authorization), revocationPlace(id)),
    tries: 0,
    dueAt: now() + pauseAfter(0),
  };
  // An access token alone ends by itself.
  const end = refreshToken === undefined ? Math.min(expiresAt, now() + keptFor) : now() + keptFor;
  await store.insert(collection, id, stored as unknown as Document, end);
  return { id, authorization };
}

/** Forgets it when the server has answered. */
export async function revoke(registry: Registry, { id, authorization }: KeptRevocation): Promise<Revocation> {
  const said = await saidOf(registry, authorization);
  if (said !== 'later') await registry.store.delete(collection, id);
  return said;
}

async function saidOf({ fetch }: Registry, authorization: Authorization): Promise<Revocation> {
  try {
    return await askToRevoke(authorization, fetch);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return error.code === 'not_allowed' ? 'refused' : 'later';
  }
}

/** One instance each, in growing pauses; of a server that is silent once, the rest waits for the next time. */
export async function revokeDue(registry: Registry): Promise<void> {
  const silent = new Set<string>();
  for await (const { id, document } of everyRecord(registry.store, collection)) {
    const stored = document as unknown as StoredRevocation;
    const text = openSealed(registry, stored.sealed, revocationPlace(id));
    // Perhaps another instance has the secret that opens it.
    if (text === undefined || stored.dueAt > registry.now()) continue;
    const authorization = JSON.parse(text) as Authorization;
    if (silent.has(authorization.issuer) || !(await claim(registry, id, stored))) continue;
    if ((await revoke(registry, { id, authorization })) === 'later') silent.add(authorization.issuer);
  }
}

function claim({ store, now }: Registry, id: string, { tries, dueAt }: StoredRevocation): Promise<boolean> {
  const set = { tries: tries + 1, dueAt: now() + pauseAfter(tries + 1) };
  return store.compareAndSet(collection, id, { expected: { tries, dueAt }, set });
}
