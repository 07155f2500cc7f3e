/** Access is taken back at the server too, so that what somebody copied is worth nothing afterwards (RFC 7009). */
import type { Authorization } from '../authorization/authorization.ts';
import { ClientError } from '../client-error.ts';
import type { KeptRecord } from '../credentials/leased-keeper.ts';
import type { Revocation } from '../token/revoke.ts';
import { accessesBy, accessOf, dropAccess, openSecret } from './access.ts';
import { connectionOf, type StoredConnection } from './connection-store.ts';
import type { Registry } from './registry.ts';
import { keepRevocation, revoke } from './revocations.ts';
import { boundTo } from './sealed-place.ts';
import { keptInStore } from './stored-credential.ts';

/** What the server said of it, where there was anything that it could take back; what is kept here is gone in any case. */
export async function takeBack(
  registry: Registry,
  connection: StoredConnection,
  owner: string,
): Promise<Revocation | undefined> {
  let taken: { readonly said: Revocation } | undefined;
  if (connection.authentication.kind === 'oauth') {
    const { renew } = keptInStore(registry, connection, owner);
    // In the place of a renewal: one under way would bring tokens that nobody takes back.
    const renewed = renew(async (authorization) => {
      taken = { said: await dropAndRevoke(registry, connection, { owner, authorization }) };
      return authorization;
    });
    await renewed.catch((error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
    });
  }
  // The server may take its time, in which the person signs in again.
  return taken ? taken.said : dropFormer(registry, connection, owner);
}

async function dropAndRevoke(
  registry: Registry,
  connection: StoredConnection,
  { owner, authorization }: { owner: string; authorization: Authorization },
): Promise<Revocation> {
  const kept = await keepRevocation(registry, authorization);
  await dropAccess(registry, connection, owner);
  return revoke(registry, kept);
}

/** What was given for where the connection leads by now stays. */
async function dropFormer(registry: Registry, connection: StoredConnection, owner: string) {
  const [access, now] = [await accessOf(registry, connection, owner), await connectionOf(registry, connection.id)];
  if (!access) return undefined;
  const isElsewhere = now !== undefined && boundTo(now) !== boundTo(connection);
  if (isElsewhere && openSecret(registry, now, access) !== undefined) return undefined;
  const isSignedIn = connection.authentication.kind === 'oauth';
  const kept = isSignedIn ? (openSecret(registry, connection, access) as KeptRecord | undefined) : undefined;
  const authorization = kept?.authorization;
  // Somebody renews it, and does not end.
  if (authorization) return dropAndRevoke(registry, connection, { owner, authorization });
  await dropAccess(registry, connection, owner);
  return undefined;
}

/** Of everyone, and whatever sign-in is under way. */
export async function takeAllBack(registry: Registry, connection: StoredConnection): Promise<void> {
  const of = { field: 'connection', value: connection.id };
  await registry.store.deleteBy('connection_sign_in', of);
  const accesses = await accessesBy(registry, 'connection', connection.id);
  await someAtOnce(accesses, ({ owner }) => takeBack(registry, connection, owner));
  await registry.store.deleteBy('connection_client', of);
}

/** How many servers are asked at once. */
const atOnce = 8;

export async function someAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += atOnce) {
    results.push(...(await Promise.all(items.slice(first, first + atOnce).map(work))));
  }
  return results;
}
