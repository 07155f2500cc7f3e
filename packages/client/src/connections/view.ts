/** A connection as one person sees it: how it goes for them, and the tools that it shows them. Nothing in it is secret. */
import { shown } from '../network/reach.ts';
import { accessOf, isClosed, ownerFor } from './access.ts';
import type { StoredConnection } from './connection-store.ts';
import type { ConnectionView, Person } from './connections.ts';
import { stateOf } from './health.ts';
import type { Registry } from './registry.ts';
import { toolsOf } from './tools/tool-store.ts';
import { toolViews } from './tools/view.ts';

const closed = { kind: 'credential-needed', why: 'ended' } as const;

/** Some servers take a key in the query of their address: an admin typed it there, and nobody else reads it. */
export function addressFor({ url }: StoredConnection, { isAdmin }: Person): string {
  return isAdmin ? url : shown(new URL(url));
}

export async function viewOf(registry: Registry, connection: StoredConnection, by: Person): Promise<ConnectionView> {
  const { id, revision, name, slug, authentication, ownership, addedAt, addedBy } = connection;
  const access = await accessOf(registry, connection, ownerFor(connection, by));
  const known = await toolsOf(registry, id);
  return {
    id,
    revision,
    name,
    slug,
    url: addressFor(connection, by),
    authentication,
    ownership,
    addedAt,
    addedBy,
    state: access && isClosed(registry, connection, access) ? closed : stateOf(connection, access),
    ...(access?.lastAnsweredAt && { lastAnsweredAt: access.lastAnsweredAt }),
    ...(access?.seen?.leftOut && { leftOut: access.seen.leftOut }),
    tools: toolViews(known, { slug, isAdmin: by.isAdmin, access }),
  };
}
