/** What admins do: add a connection, change it, remove it with everything that anyone gave to it. */
import { randomUUID } from 'node:crypto';
import {
  allConnections,
  changeConnection,
  connectionOf,
  insertConnection,
  type StoredConnection,
} from './connection-store.ts';
import { type ConnectionChange, FieldProblem, type NewConnection, type Person } from './connections.ts';
import { give } from './giving.ts';
import { judgeConnection, slugTaken, type JudgedConnection } from './new-connection.ts';
import { requireAdmin, requireConnection } from './permission.ts';
import type { Registry } from './registry.ts';
import { boundTo, sealedPlace } from './sealed-place.ts';
import { takeAllBack } from './taking-back.ts';

export async function addConnection(registry: Registry, by: Person, wanted: NewConnection): Promise<StoredConnection> {
  requireAdmin(by, 'add a connection');
  const { options, now } = registry;
  const judged = judgeConnection(wanted, options);
  if ((await allConnections(registry)).length >= options.mostConnections) {
    throw new FieldProblem({
      name: `There are ${options.mostConnections} connections already, and no more can be added.`,
    });
  }
  const { name, slug, url, authentication } = judged;
  const { ownership } = wanted;
  const connection: StoredConnection = {
    id: randomUUID(),
    revision: randomUUID(),
    name,
    slug,
    url,
    authentication,
    ownership,
    addedAt: now(),
    addedBy: by.name,
    sealedClientSecret: null,
    toolsApprovedAt: null,
  };
  const sealedClientSecret = sealedSecretOf(registry, connection, judged);
  if (!(await insertConnection(registry, { ...connection, sealedClientSecret }))) {
    throw new FieldProblem({ name: slugTaken });
  }
  await giveShared(registry, connection, { by, secret: judged.secret });
  return connection;
}

/** The slug stays: agents know the tools by it. */
export async function changeConnectionOf(
  registry: Registry,
  by: Person,
  { id, changed }: { id: string; changed: ConnectionChange },
): Promise<StoredConnection> {
  requireAdmin(by, 'change a connection');
  const before = await requireConnection(registry, id);
  if (changed.revision !== undefined && changed.revision !== before.revision) throw changedMeanwhile();
  const { name = before.name, url = before.url, authentication = before.authentication } = changed;
  const judged = judgeConnection({ name, url, authentication, ownership: before.ownership }, registry.options);
  const set = { name: judged.name, url: judged.url, authentication: judged.authentication };
  const after = { ...before, ...set };
  const isElsewhere = boundTo(after) !== boundTo(before) || judged.clientSecret !== undefined;
  const sealedClientSecret = sealedSecretOf(registry, after, judged);
  const client = isElsewhere && { sealedClientSecret };
  if (!(await changeConnection(registry, before, { ...set, ...client, revision: randomUUID() }))) {
    throw changedMeanwhile();
  }
  // What opened the place before opens nothing here already; it is taken back where it came from.
  if (isElsewhere) await takeAllBack(registry, before);
  if (isElsewhere || judged.secret) await giveShared(registry, after, { by, secret: judged.secret });
  return requireConnection(registry, id);
}

const changedMeanwhile = () =>
  new FieldProblem({ connection: 'Somebody else has changed this connection. Look at it again.' });

/** First what was given, then the record: whoever is interrupted can remove it again. */
export async function removeConnection(registry: Registry, by: Person, id: string): Promise<void> {
  requireAdmin(by, 'remove a connection');
  const connection = await connectionOf(registry, id);
  if (!connection) return;
  await takeAllBack(registry, connection);
  await registry.store.delete('connection', connection.slug);
  // A sign-in may have come to its end meanwhile.
  await takeAllBack(registry, connection);
  await registry.store.deleteBy('connection_tool', { field: 'connection', value: id });
}

interface GivenToAll {
  readonly by: Person;
  readonly secret: JudgedConnection['secret'];
}

async function giveShared(registry: Registry, connection: StoredConnection, { by, secret }: GivenToAll) {
  if (secret) await give(registry, connection, { owner: 'shared', secret, by: by.id });
}

function sealedSecretOf({ sealer }: Registry, connection: StoredConnection, { clientSecret }: JudgedConnection) {
  return clientSecret === undefined ? null : sealer.seal(clientSecret, sealedPlace(connection, '', 'client secret'));
}
