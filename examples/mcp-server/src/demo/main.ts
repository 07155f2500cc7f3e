/** `npm start`: an authorization server and the order desk side by side, on loopback, with a demo person. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { createOrderDeskServer } from '../order-desk-server.ts';
import { orderDeskScopes } from '../scopes.ts';
import { greeting } from './greeting.ts';
import { demoPorts, listening, type DemoPorts } from './ports.ts';
import { runUntilStopped } from './run.ts';
import { demoSdk } from './sdk-line.ts';
import { demoSecret } from './secret.ts';

const demoPerson = { login: 'demo@example.com', password: 'demo-order-desk', name: 'Demo Person' };
const demoResource = { name: 'Order desk', scopes: orderDeskScopes, defaultScopes: ['orders:read'] };

/** The demo works without a network, too: a host that saw documents advertised would not register when its own can't be fetched. */
const clientIdMetadataDocuments = { fetch: false };

/** What the environment says, judged before anything is made. */
function settings() {
  const ports = demoPorts(process.env);
  return { ports, sdk: demoSdk(process.env), places: placesOf(ports) };
}

/** The URL of the endpoint, and the store of its issuer: another port is another issuer, with a store of its own. */
function placesOf(ports: DemoPorts) {
  const issuer = `http://localhost:${ports.authorizationServer}`;
  const folder = join('.granthouse', createHash('sha256').update(issuer).digest('hex').slice(0, 8));
  return { issuer, resource: `http://localhost:${ports.mcpServer}/mcp`, folder, database: join(folder, 'store') };
}

async function start(): Promise<() => Promise<void>> {
  const { ports, sdk, places } = settings();
  const secretPath = join(places.folder, 'secret');
  const secret = await demoSecret(secretPath);
  const authorizationServer = await createAuthorizationServer({
    issuer: places.issuer,
    storage: sqliteEngine({ path: join(places.database, 'granthouse.db') }),
    secret: secret.value,
    clientIdMetadataDocuments,
    resources: [{ resource: places.resource, ...demoResource }],
    brand: { name: 'Granthouse demo' },
    dangerouslyPrefilledPerson: { login: demoPerson.login, password: demoPerson.password },
  });
  const orderDesk = await createOrderDeskServer({
    resource: places.resource,
    authorizationServers: [places.issuer],
    databasePath: join(places.database, 'order-desk.db'),
    sdk,
  });
  const close = async () => {
    try {
      // Calls that are still open may need the authorization server's keys.
      await orderDesk.close();
    } finally {
      await authorizationServer.close();
    }
  };
  try {
    await authorizationServer.accounts.add(demoPerson);
    const first = { port: ports.authorizationServer, variable: 'AUTHORIZATION_SERVER_PORT' };
    await listening(() => authorizationServer.listen(first.port), first);
    await listening(() => orderDesk.listen(), { port: ports.mcpServer, variable: 'MCP_SERVER_PORT' });
  } catch (error) {
    await close();
    throw error;
  }
  process.stdout.write(greeting({ ...places, ...demoPerson, newSecret: secret.isNew ? secretPath : undefined }));
  return close;
}

await runUntilStopped(start);
