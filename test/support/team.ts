/** A team and its connections: an admin and two teammates, on a store that the test can look into. */
import { createConnections, type Connections, type ConnectionsOptions } from '@granthouse/client/connections';
import type { Person } from '@granthouse/client/connections';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { headersIn } from './small-mcp-server.ts';

export const ada: Person = { id: 'ada', name: 'Ada', isAdmin: true };
export const bob: Person = { id: 'bob', name: 'Bob', isAdmin: false };
export const cy: Person = { id: 'cy', name: 'Cy', isAdmin: false };

export const redirectUri = 'http://127.0.0.1:7798/connections/callback';

export function startConnections(
  storage: StorageEngine = memoryEngine(),
  options: Partial<ConnectionsOptions> = {},
): Promise<Connections> {
  return createConnections({
    storage,
    secret: 'a secret for tests, long enough to be taken',
    redirectUri,
    network: { besides: 'loopback' },
    ...options,
  });
}

/** What the tool `who` of a small server says of the request that called it. */
export async function shownBy(connections: Connections, by: Person, slug: string): Promise<Record<string, string>> {
  const found = (await connections.ready(by)).find((each) => each.slug === slug);
  if (!found) throw new Error(`${by.name} has no ${slug}`);
  return headersIn(await found.call('who', {}));
}
