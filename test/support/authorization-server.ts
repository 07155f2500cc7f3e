/** A real authorization server on a free port, with one person and one resource, as the journeys and the endpoint tests need it. */
import {
  createAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { freePort } from './free-port.ts';

export const person = { login: 'ada@example.com', password: 'correct horse battery', name: 'Ada Lovelace' };

export const orderDesk = {
  name: 'Order desk',
  scopes: {
    'orders:read': { description: 'See orders and customers', effect: 'read' as const },
    'orders:write': { description: 'Add notes to orders', implies: ['orders:read'] },
    'refunds:write': { description: 'Refund money to customers', effect: 'irreversible' as const },
  },
  defaultScopes: ['orders:read'],
};

export interface RunningServer extends AuthorizationServer {
  /** What was logged, so that a test can see that a secret wasn't. */
  readonly logged: string[];
}

export async function startAuthorizationServer(
  resource: string,
  overrides: Partial<AuthorizationServerOptions> = {},
): Promise<RunningServer> {
  const port = overrides.issuer === undefined ? await freePort() : Number(new URL(overrides.issuer).port);
  const logged: string[] = [];
  const record = (fields: object, message: string) => void logged.push(JSON.stringify({ message, ...fields }));
  const server = await createAuthorizationServer({
    issuer: `http://localhost:${port}`,
    storage: memoryEngine(),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource, ...orderDesk }],
    log: { info: record, warn: record, error: record },
    ...overrides,
  });
  await server.accounts.add(person);
  await server.listen(port);
  return Object.assign(server, { logged });
}
