/** What somebody gives is kept for the connection that it was given to: removed, or led elsewhere meanwhile, it leaves nothing. */
import { giveAccess } from './access.ts';
import { connectionOf, type StoredConnection } from './connection-store.ts';
import type { Registry } from './registry.ts';
import { boundTo } from './sealed-place.ts';
import { takeBack } from './taking-back.ts';

/** False, and nothing is left of it, when the connection is not what it was. */
export async function give(
  registry: Registry,
  connection: StoredConnection,
  given: { owner: string; secret: unknown },
): Promise<boolean> {
  await giveAccess(registry, connection, given);
  const after = await connectionOf(registry, connection.id);
  if (after && boundTo(after) === boundTo(connection)) return true;
  await takeBack(registry, connection, given.owner);
  return false;
}
