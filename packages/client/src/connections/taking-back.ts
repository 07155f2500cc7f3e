/** Access is taken back at the server too, so that what somebody copied is worth nothing afterwards (RFC 7009). */
import type { Authorization } from '../authorization/authorization.ts';
import { ClientError } from '../client-error.ts';
import { revokeAuthorization } from '../token/revoke.ts';
import { accessesBy, accessOf, dropAccess, openSecret } from './access.ts';
import { connectionOf, type StoredConnection } from './connection-store.ts';
import type { Registry } from './registry.ts';
import { boundTo } from './sealed-place.ts';
import { keptInStore } from './stored-credential.ts';

/** Whether the server says that it took it back; what is kept here is gone in any case. */
export async function takeBack(registry: Registry, connection: StoredConnection, owner: string): Promise<boolean> {
  let [isDropped, isRevoked] = [false, false];
  if (connection.authentication.kind === 'oauth') {
    const { renew } = keptInStore(registry, connection, owner);
    // In the place of a renewal: one under way would bring tokens that nobody takes back.
    const taken = renew(async (kept) => {
      isDropped = await dropAccess(registry, connection, owner);
      isRevoked = await revoked(registry, kept);
      return kept;
    });
    await taken.catch((error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
    });
  }
  // The server may take its time, in which the person signs in again.
  if (!isDropped) await dropFormer(registry, connection, owner);
  return isRevoked;
}

/** What was given for where the connection leads by now stays. */
async function dropFormer(registry: Registry, connection: StoredConnection, owner: string): Promise<void> {
  const [access, now] = [await accessOf(registry, connection, owner), await connectionOf(registry, connection.id)];
  const isElsewhere = now !== undefined && boundTo(now) !== boundTo(connection);
  if (access && isElsewhere && openSecret(registry, now, access) !== undefined) return;
  await dropAccess(registry, connection, owner);
}

/** How many servers are asked at once. */
const atOnce = 8;

/** Of everyone, and whatever sign-in is under way. */
export async function takeAllBack(registry: Registry, connection: StoredConnection): Promise<void> {
  const of = { field: 'connection', value: connection.id };
  await registry.store.deleteBy('connection_sign_in', of);
  const owners = (await accessesBy(registry, 'connection', connection.id)).map(({ owner }) => owner);
  for (let first = 0; first < owners.length; first += atOnce) {
    const some = owners.slice(first, first + atOnce);
    await Promise.all(some.map((owner) => takeBack(registry, connection, owner)));
  }
  await registry.store.deleteBy('connection_client', of);
}

async function revoked({ fetch }: Registry, authorization: Authorization): Promise<boolean> {
  try {
    return await revokeAuthorization(authorization, fetch);
  } catch (error) {
    if (error instanceof ClientError) return false;
    throw error;
  }
}
