/** What an authorization server knows the team as: registered once for a connection, and used by everyone (CL-8). */
import type { RegisteredClient } from '../registration/registered-client.ts';
import type { StoredConnection } from './connection-store.ts';
import { idOf, type Registry } from './registry.ts';
import { openSealed, sealedPlace } from './sealed-place.ts';

const clientId = (connection: StoredConnection, { options }: Registry) => idOf(connection.id, options.redirectUri);

export async function teamClient(
  registry: Registry,
  connection: StoredConnection,
): Promise<RegisteredClient | undefined> {
  const found = await registry.store.get('connection_client', clientId(connection, registry));
  if (!found) return undefined;
  const { sealed } = found as { sealed: string };
  const text = openSealed(registry, sealed, sealedPlace(connection, '', 'client'));
  return text === undefined ? undefined : (JSON.parse(text) as RegisteredClient);
}

/** What a person gave, or a document says, need not be remembered. */
export async function keepTeamClient(
  registry: Registry,
  connection: StoredConnection,
  client: RegisteredClient,
): Promise<void> {
  if (client.how !== 'registration') return;
  const sealed = registry.sealer.seal(JSON.stringify(client), sealedPlace(connection, '', 'client'));
  await registry.store.put('connection_client', clientId(connection, registry), { connection: connection.id, sealed });
}

export async function forgetTeamClient(registry: Registry, connection: StoredConnection): Promise<void> {
  await registry.store.delete('connection_client', clientId(connection, registry));
}
