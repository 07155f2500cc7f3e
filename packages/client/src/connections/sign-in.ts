/** Signing in to a connection in a person's browser: what is remembered until the answer comes opens for nobody else (CL-9). */
import type { Document } from '@granthouse/storage';
import { ClientError } from '../client-error.ts';
import type { KeptRecord } from '../credentials/leased-keeper.ts';
import type { ClientIdentity } from '../registration/client-identity.ts';
import { beginSignIn } from '../sign-in/begin-sign-in.ts';
import { finishSignIn } from '../sign-in/finish-sign-in.ts';
import type { BegunSignIn, SignInAttempt } from '../sign-in/sign-in.ts';
import { accessOf, openSecret, ownerFor, type Access } from './access.ts';
import { connectionOf, type StoredConnection } from './connection-store.ts';
import type { Person, SignInUnderWay } from './connections.ts';
import { give } from './giving.ts';
import { hasLeft } from './people.ts';
import { requireConnection, requireOwner } from './permission.ts';
import { idOf, type Registry } from './registry.ts';
import { openSealed, sealedPlace } from './sealed-place.ts';
import { keepTeamClient, teamClient } from './team-client.ts';

interface StoredSignIn {
  readonly connection: string;
  readonly person: string;
  readonly sealed: string;
}

/** Each may ask a server to register a client. */
const mostUnderWay = 20;

export async function begin(registry: Registry, by: Person, id: string): Promise<SignInUnderWay> {
  const connection = await requireConnection(registry, id);
  requireOwner(by, connection);
  if (connection.authentication.kind !== 'oauth') {
    throw new ClientError('not_allowed', 'nobody signs in to this connection: it takes a credential that is given');
  }
  const underWay = await registry.store.findBy('connection_sign_in', { field: 'person', value: by.id });
  if (underWay.items.length >= mostUnderWay) {
    throw new ClientError('not_allowed', 'too many sign-ins were begun and not ended: wait for half an hour');
  }
  const access = await accessOf(registry, connection, ownerFor(connection, by));
  const held = access && heldBy(registry, connection, access);
  const known = await teamClient(registry, connection);
  const { fetch, now } = registry;
  const begun = await beginSignIn(new URL(connection.url), {
    identity: identityFor(registry, connection),
    fetch,
    now,
    ...(held && { held }),
    ...(known && !held?.ended?.endsWith('_client') && { known }),
    ...(access?.needed && { needed: access.needed }),
  });
  return remember(registry, connection, { by, begun });
}

export type Finished =
  | { readonly kind: 'signed-in'; readonly connection: StoredConnection }
  | { readonly kind: 'again'; readonly begun: SignInUnderWay };

export async function finish(
  registry: Registry,
  by: Person,
  { answer, binding }: { answer: URL; binding: string },
): Promise<Finished> {
  const { connection, attempt } = await recall(registry, by, answer);
  requireOwner(by, connection);
  const { fetch, now } = registry;
  const finished = await finishSignIn(attempt, { answer, binding }, { fetch, now });
  if (finished.kind === 'again') {
    return { kind: 'again', begun: await remember(registry, connection, { by, begun: finished.begun }) };
  }
  const owner = ownerFor(connection, by);
  const secret: KeptRecord = { authorization: finished.authorization };
  if (await give(registry, connection, { owner, secret, by: by.id })) return { kind: 'signed-in', connection };
  throw new ClientError('response_mismatch', 'this connection was changed meanwhile: begin again');
}

function heldBy(registry: Registry, connection: StoredConnection, access: Access) {
  return (openSecret(registry, connection, access) as KeptRecord | undefined)?.authorization;
}

function identityFor(registry: Registry, connection: StoredConnection): ClientIdentity {
  const { clientName: name, redirectUri, metadataUrl } = registry.options;
  const { authentication, sealedClientSecret: sealed } = connection;
  const own: { clientId?: string; issuer?: string } = authentication.kind === 'oauth' ? authentication : {};
  const { clientId, issuer } = own;
  const known = { name, redirectUri, ...(metadataUrl !== undefined && { metadataUrl }) };
  if (clientId === undefined) return known;
  if (issuer === undefined) {
    throw new ClientError('client_needed', 'nobody said whose client id it is: an admin has to name its issuer');
  }
  const place = sealedPlace(connection, '', 'client secret');
  const clientSecret = sealed === null ? undefined : openSealed(registry, sealed, place);
  if (sealed !== null && clientSecret === undefined) {
    throw new ClientError('client_needed', 'the client secret can’t be opened any more: an admin has to give it again');
  }
  return { ...known, preRegistered: { issuer, clientId, ...(clientSecret !== undefined && { clientSecret }) } };
}

async function remember(
  registry: Registry,
  connection: StoredConnection,
  { by, begun }: { by: Person; begun: BegunSignIn },
): Promise<SignInUnderWay> {
  const { url, binding, attempt, client } = begun;
  await keepTeamClient(registry, connection, client);
  const place = sealedPlace(connection, by.id, 'sign-in');
  const stored: StoredSignIn = {
    connection: connection.id,
    person: by.id,
    sealed: registry.sealer.seal(JSON.stringify(attempt), place),
  };
  const document = stored as unknown as Document;
  const id = idOf(attempt.state);
  await registry.store.insert('connection_sign_in', id, document, attempt.expiresAt);
  if (await hasLeft(registry, by.id)) {
    await registry.store.delete('connection_sign_in', id);
    throw new ClientError('forbidden', 'this person has left the team');
  }
  return { url, binding };
}

/** Good for one answer, of the person who began it. */
async function recall(registry: Registry, by: Person, answer: URL) {
  const { store } = registry;
  const [state, ...others] = answer.searchParams.getAll('state');
  const id = idOf(state ?? '');
  const found = others.length > 0 ? undefined : await store.get('connection_sign_in', id);
  const stored = found as unknown as StoredSignIn | undefined;
  const connection = stored?.person === by.id ? await connectionOf(registry, stored.connection) : undefined;
  const place = connection && sealedPlace(connection, by.id, 'sign-in');
  const opened = stored && place !== undefined ? openSealed(registry, stored.sealed, place) : undefined;
  if (!connection || opened === undefined || !(await store.delete('connection_sign_in', id))) {
    throw new ClientError('response_mismatch', 'this sign-in is not under way: begin again');
  }
  return { connection, attempt: JSON.parse(opened) as SignInAttempt };
}
