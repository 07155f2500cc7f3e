/** A site on a free port beside a real authorization server with an admin and a teammate. */
import { guardedFetch } from '@granthouse/client';
import {
  callbackOf,
  createSite,
  siteListener,
  type Connections,
  type SiteOptions,
} from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { createServer } from 'node:http';
import {
  startAuthorizationServer,
  person as admin,
  type RunningServer,
} from '../../../support/authorization-server.ts';
import { freePort } from '../../../support/free-port.ts';
import { closed } from '../../../authorization-server/pages/page-server.ts';

export { admin };
export const teammate = { login: 'grace@example.com', password: 'a teammate’s own password', name: 'Grace Hopper' };

export interface RunningSite {
  readonly url: string;
  readonly authorizationServer: RunningServer;
  readonly logged: string[];
  close(): Promise<void>;
}

export async function startSite(
  connectionsOf: (redirectUri: string) => Promise<Connections> | Connections,
  overrides: Partial<SiteOptions> = {},
): Promise<RunningSite> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const authorizationServer = await startAuthorizationServer(`${url}/mcp`);
  await authorizationServer.accounts.add(teammate);
  const network = guardedFetch({ besides: 'loopback' });
  const logged: string[] = [];
  const connections = await connectionsOf(callbackOf(url));
  const site = await createSite({
    url,
    connections,
    issuer: authorizationServer.issuer,
    endpoint: `${url}/mcp`,
    admins: [admin.login],
    brand: { name: 'Northwind' },
    storage: memoryEngine(),
    secret: 'a secret for tests, long enough to be taken',
    fetch: network.fetch,
    log: { error: (fields, message) => void logged.push(JSON.stringify({ message, ...fields })) },
    ...overrides,
  });
  const server = createServer(siteListener(site));
  await new Promise<void>((resolve) => void server.listen(port, 'localhost', resolve));
  const close = async () => {
    await closed(server);
    await site.close();
    await connections.close();
    await Promise.all([network.close(), authorizationServer.close()]);
  };
  return { url, authorizationServer, logged, close };
}
