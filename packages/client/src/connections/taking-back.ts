/** Access is taken back at the server too, so that what somebody copied is worth nothing afterwards (RFC 7009). */
import type { Authorization } from '../authorization/authorization.ts';
import { ClientError } from '../client-error.ts';
import { revokeAuthorization } from '../token/revoke.ts';
import { accessesBy, dropAccess } from './access.ts';
import type { StoredConnection } from './connection-store.ts';
import type { Registry } from './registry.ts';
import { keptInStore } from './stored-credential.ts';

/** Whether the server says that it took it back; what is kept here is gone in any case. */
export async function takeBack(registry: Registry, connection: StoredConnection, owner: string): Promise<boolean> {
  let isRevoked = false;
  if (connection.authentication.kind === 'oauth') {
    const { renew } = keptInStore(registry, connection, owner);
    // In the place of a renewal: one under way would bring tokens that nobody takes back.
    const taken = renew(async (kept) => {
      await dropAccess(registry, connection, owner);
      isRevoked = await revoked(registry, kept);
      return kept;
    });
    await taken.catch((error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
    });
  }
  await dropAccess(registry, connection, owner);
  return isRevoked;
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
