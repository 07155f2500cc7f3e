/** The connections of a team on a store: the order of each act is here, how its steps are done in the files beside it. */
import { accessesBy, ownerFor, ownerOf, type Access } from './access.ts';
import { addConnection, changeConnectionOf, removeConnection } from './administration.ts';
import { askForCall, askForTools, type Asking } from './asking.ts';
import { ClientError } from '../client-error.ts';
import { allConnections, connectionOf, type StoredConnection } from './connection-store.ts';
import {
  FieldProblem,
  type Connections,
  type ConnectionView,
  type Person,
  type ReadyConnection,
} from './connections.ts';
import { detectAuthentication } from './detect.ts';
import { throwProblems } from './field-problems.ts';
import { forgetPerson } from './forgetting.ts';
import { give } from './giving.ts';
import { keepHouse } from './housekeeping.ts';
import { judgeGiven } from './new-authentication.ts';
import { openConnections, type OpenConnections } from './open-connections.ts';
import { parseConnectionsOptions, type ConnectionsOptions } from './options.ts';
import { hasLeft } from './people.ts';
import { requireAdmin, requireConnection, requireOwner } from './permission.ts';
import { openRegistry, type Registry } from './registry.ts';
import { resealConnections } from './reseal.ts';
import { begin, finish } from './sign-in.ts';
import { takeBack } from './taking-back.ts';
import { approveVersions, switchTools } from './tools/deciding.ts';
import { addressFor, viewOf } from './view.ts';

/** Throws ConfigurationError, and what opening the store throws. */
export async function createConnections(options: ConnectionsOptions): Promise<Connections> {
  const registry = await openRegistry(parseConnectionsOptions(options));
  if (registry.options.otherSecrets.length > 0) await resealConnections(registry);
  const context = { registry, open: openConnections(registry) };
  const stopHousekeeping = keepHouse(registry);
  return {
    detect: (by, url) => detectAuthentication(registry, by, url),
    ...seeing(context),
    ...administering(context),
    ...connecting(context),
    async close() {
      stopHousekeeping();
      await context.open.close();
      await registry.close();
    },
  };
}

interface Context {
  readonly registry: Registry;
  readonly open: OpenConnections;
}

function seeing({ registry, open }: Context): Pick<Connections, 'list' | 'find' | 'ready'> {
  return {
    async list(by) {
      const connections = await allConnections(registry);
      return Promise.all(connections.map((connection) => viewOf(registry, connection, by)));
    },
    async find(by, id) {
      const connection = await connectionOf(registry, id);
      return connection && viewOf(registry, connection, by);
    },
    async ready(by) {
      if (await hasLeft(registry, by.id)) return [];
      const accesses = await Promise.all(
        ['shared', ownerOf(by.id)].map((owner) => accessesBy(registry, 'owner', owner)),
      );
      const given = new Map(accesses.flat().map((access) => [whose(access), access]));
      return (await allConnections(registry))
        .map((connection) => ({ connection, owner: ownerFor(connection, by) }))
        .filter(({ connection, owner }) => isUsable(connection, given.get(whose({ connection: connection.id, owner }))))
        .map(({ connection, owner }) => readyOne(connection, { registry, open, id: connection.id, owner }));
    },
  };
}

const isUsable = ({ authentication }: StoredConnection, access: Access | undefined) =>
  access ? access.refused !== 'ended' : authentication.kind === 'none';

const whose = ({ connection, owner }: Pick<Access, 'connection' | 'owner'>) => `${connection} ${owner}`;

function readyOne({ slug }: StoredConnection, asking: Asking): ReadyConnection {
  return {
    slug,
    tools: () => askForTools(asking),
    call: (tool, input, options) => askForCall(asking, { tool, input, options }),
  };
}

function administering(
  context: Context,
): Pick<Connections, 'add' | 'change' | 'remove' | 'forget' | 'approveTools' | 'switchTools'> {
  const { registry } = context;
  return {
    add: async (by, wanted) => tried(context, by, await addConnection(registry, by, wanted)),
    change: async (by, id, changed) => tried(context, by, await changeConnectionOf(registry, by, { id, changed })),
    remove: (by, id) => removeConnection(registry, by, id),
    forget: (by, person) => forgetPerson(registry, by, person),
    async approveTools(by, id, versions) {
      requireAdmin(by, 'approve tools');
      const connection = await requireConnection(registry, id);
      await approveVersions(registry, connection, versions);
      return viewOf(registry, connection, by);
    },
    async switchTools(by, id, wanted) {
      requireAdmin(by, 'switch tools');
      const connection = await requireConnection(registry, id);
      await switchTools(registry, connection, wanted);
      return viewOf(registry, connection, by);
    },
  };
}

type Connecting = 'test' | 'giveCredential' | 'beginSignIn' | 'finishSignIn' | 'disconnect';

function connecting(context: Context): Pick<Connections, Connecting> {
  const { registry } = context;
  return {
    test: async (by, id) => tried(context, by, await requireConnection(registry, id)),
    async giveCredential(by, id, given) {
      const connection = await requireConnection(registry, id);
      requireOwner(by, connection);
      if (given.url !== undefined && given.url !== addressFor(connection, by)) throw changedMeanwhile();
      const { secret, problems } = judgeGiven(connection.authentication, given);
      throwProblems(problems);
      if (!(await give(registry, connection, { owner: ownerFor(connection, by), secret, by: by.id }))) {
        throw changedMeanwhile();
      }
      return tried(context, by, connection);
    },
    beginSignIn: (by, id) => begin(registry, by, id),
    async finishSignIn(by, answer, binding) {
      const finished = await finish(registry, by, { answer, binding });
      if (finished.kind === 'again') return finished;
      return { kind: 'signed-in', connection: await tried(context, by, finished.connection) };
    },
    async disconnect(by, id) {
      const connection = await requireConnection(registry, id);
      requireOwner(by, connection);
      // Where nothing was given there is nothing to take back.
      const isRevoked =
        connection.authentication.kind !== 'none' &&
        (await takeBack(registry, connection, ownerFor(connection, by))) === 'revoked';
      return { isRevoked };
    },
  };
}

const changedMeanwhile = () =>
  new FieldProblem({
    connection: 'This connection was changed meanwhile. Look where it leads, and give it once more.',
  });

/** Asks the server once, so that what is shown next is true; that it fails is shown, too. */
async function tried({ registry, open }: Context, by: Person, connection: StoredConnection): Promise<ConnectionView> {
  try {
    await askForTools({ registry, open, id: connection.id, owner: ownerFor(connection, by), isInsisted: true });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
  }
  return viewOf(registry, connection, by);
}
