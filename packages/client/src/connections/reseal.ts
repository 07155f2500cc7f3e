/** What a former secret sealed is sealed anew, each field by a compare-and-set, so that the former secret can be forgotten. */
import { everyRecord } from '@granthouse/storage';
import type { Access } from './access.ts';
import { allConnections, type StoredConnection } from './connection-store.ts';
import type { Registry } from './registry.ts';
import { revocationPlace } from './revocations.ts';
import { openSealed, sealedPlace } from './sealed-place.ts';

/** A record with one sealed field, and whose it is. */
interface Sealed {
  readonly collection: string;
  readonly id: string;
  readonly field: string;
  readonly sealed: unknown;
  readonly place: string;
}

/** Of what stays; a sign-in under way ends by itself. Safe to repeat, and to run twice at once. */
export async function resealConnections(registry: Registry): Promise<void> {
  for (const connection of await allConnections(registry)) {
    for await (const each of sealedOf(registry, connection)) await resealOne(registry, each);
  }
  for await (const { id, document } of everyRecord(registry.store, 'connection_revocation')) {
    const place = revocationPlace(id);
    await resealOne(registry, {
      collection: 'connection_revocation',
      id,
      field: 'sealed',
      sealed: document['sealed'],
      place,
    });
  }
}

async function* sealedOf({ store }: Registry, connection: StoredConnection): AsyncGenerator<Sealed> {
  const of = { field: 'connection', value: connection.id };
  const { slug, sealedClientSecret } = connection;
  const secret = { field: 'sealedClientSecret', sealed: sealedClientSecret };
  yield { collection: 'connection', id: slug, ...secret, place: sealedPlace(connection, '', 'client secret') };
  for await (const { id, document } of everyRecord(store, 'connection_access', of)) {
    const { owner } = document as unknown as Access;
    const place = sealedPlace(connection, owner, 'credential');
    yield { collection: 'connection_access', id, field: 'sealed', sealed: document['sealed'], place };
  }
  for await (const { id, document } of everyRecord(store, 'connection_client', of)) {
    const place = sealedPlace(connection, '', 'client');
    yield { collection: 'connection_client', id, field: 'sealed', sealed: document['sealed'], place };
  }
}

async function resealOne(registry: Registry, { collection, id, field, sealed, place }: Sealed): Promise<void> {
  const { store, sealer } = registry;
  if (typeof sealed !== 'string' || sealer.isCurrent(sealed)) return;
  const plain = openSealed(registry, sealed, place);
  if (plain === undefined) return;
  const set = { [field]: sealer.seal(plain, place) };
  await store.compareAndSet(collection, id, { expected: { [field]: sealed }, set });
}
