/** Connections as they are stored: each under its slug, so that adding one is what makes its slug unique. */
import { everyRecord, type Document } from '@granthouse/storage';
import type { ConnectionRecord } from './connection-record.ts';
import type { Registry } from './registry.ts';

export interface StoredConnection extends ConnectionRecord {
  /** Another one with each change by an admin, so that no two overrule each other unseen. */
  readonly revision: string;
  /** Of the client that the server's operator gave. */
  readonly sealedClientSecret: string | null;
  /** When the tools that it first listed were approved: by adding a server one trusts what it has, not what it becomes. */
  readonly toolsApprovedAt: number | null;
}

/** False when another connection has this slug. */
export function insertConnection({ store }: Registry, connection: StoredConnection): Promise<boolean> {
  return store.insert('connection', connection.slug, connection as unknown as Document);
}

export async function connectionOf({ store }: Registry, id: string): Promise<StoredConnection | undefined> {
  const { items } = await store.findBy('connection', { field: 'id', value: id }, { limit: 1 });
  return items[0]?.document as StoredConnection | undefined;
}

/** In the order in which they were added. */
export async function allConnections({ store }: Registry): Promise<readonly StoredConnection[]> {
  const found: StoredConnection[] = [];
  for await (const { document } of everyRecord(store, 'connection')) {
    found.push(document as unknown as StoredConnection);
  }
  return found.toSorted((left, right) => left.addedAt - right.addedAt);
}

/** False when it was changed by an admin, or removed, meanwhile. */
export function changeConnection(
  { store }: Registry,
  { slug, revision }: StoredConnection,
  changed: Partial<StoredConnection>,
): Promise<boolean> {
  return store.compareAndSet('connection', slug, { expected: { revision }, set: changed as Document });
}
