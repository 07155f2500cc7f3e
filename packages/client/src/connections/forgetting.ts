/** Somebody leaves the team: whatever is kept of them is removed, taken back at its server, and comes back by nothing under way. */
import { accessesBy, dropAccess, ownerOf, type Access } from './access.ts';
import { allConnections, type StoredConnection } from './connection-store.ts';
import { FieldProblem, type Forgotten, type ForgottenAccess, type Person } from './connections.ts';
import { forgetKnown, idsOf, keepOut } from './people.ts';
import { requireAdmin } from './permission.ts';
import type { Registry } from './registry.ts';
import { someAtOnce, takeBack } from './taking-back.ts';
import { dropHeldFor } from './tools/approval.ts';

export async function forgetPerson(registry: Registry, by: Person, name: string): Promise<Forgotten | undefined> {
  requireAdmin(by, 'forget a person');
  const [id = name, ...others] = await idsOf(registry, name);
  if (others.length > 0) {
    const named = [id, ...others].map((each) => `"${each}"`).join(', ');
    throw new FieldProblem({ person: `Several people have had this login. Name one of them by the id: ${named}` });
  }
  // First: what begins or ends from now on finds it, and leaves nothing.
  await keepOut(registry, id);
  const of = { field: 'person', value: id };
  const sessions = await registry.store.deleteBy('connection_site_session', of);
  const signIns = await registry.store.deleteBy('connection_sign_in', of);
  const connections = await allConnections(registry);
  const accesses = await takenBack(registry, connections, ownerOf(id));
  await Promise.all(connections.map((connection) => dropHeldFor(registry, connection, ownerOf(id))));
  const shared = await sharedBy(registry, connections, id);
  // Last: whoever is interrupted finds the rest by the same name.
  const isKnown = await forgetKnown(registry, id);
  const isAnything = isKnown || sessions + signIns + accesses.length + shared.length > 0;
  return isAnything ? { id, sessions, signIns, accesses, shared } : undefined;
}

async function takenBack(
  registry: Registry,
  connections: readonly StoredConnection[],
  owner: string,
): Promise<readonly ForgottenAccess[]> {
  const given = await accessesBy(registry, 'owner', owner);
  const found = await someAtOnce(given, async ({ connection: id }): Promise<ForgottenAccess | undefined> => {
    const connection = connections.find((each) => each.id === id);
    // Of a connection that was being removed.
    if (!connection) return void (await dropAccess(registry, { id }, owner));
    const revocation = await takeBack(registry, connection, owner);
    const { name, authentication } = connection;
    return { name, kind: authentication.kind, ...(revocation && { revocation }) };
  });
  return found.filter((each) => each !== undefined);
}

/** What the whole team uses stays; that it goes on in this person's name is to be told. */
async function sharedBy(registry: Registry, connections: readonly StoredConnection[], id: string) {
  const isTheirs = ({ givenBy }: Access) => givenBy === id;
  const theirs = new Set(
    (await accessesBy(registry, 'owner', 'shared')).filter(isTheirs).map((each) => each.connection),
  );
  return connections.filter((connection) => theirs.has(connection.id)).map(({ name }) => name);
}
