/** What only admins may, and what isn't there. */
import { ClientError } from '../client-error.ts';
import { isShared } from './access.ts';
import { connectionOf, type StoredConnection } from './connection-store.ts';
import type { Person } from './connections.ts';
import type { Registry } from './registry.ts';

/** Throws ClientError `forbidden`. */
export function requireAdmin({ isAdmin }: Person, what: string): void {
  if (!isAdmin) throw new ClientError('forbidden', `only an admin may ${what}`);
}

/** Throws ClientError `not_allowed` when it isn't there (any more). */
export async function requireConnection(registry: Registry, id: string): Promise<StoredConnection> {
  const found = await connectionOf(registry, id);
  if (!found) throw new ClientError('not_allowed', 'this connection is not here any more');
  return found;
}

/** A shared credential is the admins' to give and to take back. */
export function requireOwner(by: Person, connection: StoredConnection): void {
  if (isShared(connection)) requireAdmin(by, 'change what everyone uses');
}
