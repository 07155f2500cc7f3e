/** What somebody gives is kept for the connection that it was given to: removed, or led elsewhere meanwhile, it leaves nothing. */
import { giveAccess, type GivenAccess } from './access.ts';
import { connectionOf, type StoredConnection } from './connection-store.ts';
import { hasLeft } from './people.ts';
import type { Registry } from './registry.ts';
import { boundTo } from './sealed-place.ts';
import { takeBack } from './taking-back.ts';

/** False, and nothing is left of it, when the connection is not what it was, or the person has left. */
export async function give(registry: Registry, connection: StoredConnection, given: GivenAccess): Promise<boolean> {
  await giveAccess(registry, connection, given);
  const after = await connectionOf(registry, connection.id);
  const isGone = given.by !== undefined && (await hasLeft(registry, given.by));
  if (!isGone && after && boundTo(after) === boundTo(connection)) return true;
  await takeBack(registry, connection, given.owner);
  return false;
}
