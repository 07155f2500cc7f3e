/** Puts the parts together: database, guard, endpoint, and the servers that listen. */
import {
  type Auth,
  type CredentialOptions,
  protectedResource,
  type ProtectedResource,
} from '@granthouse/resource-server';
import type { Endpoint } from './endpoint.ts';
import { createListening, type ListeningServer } from './listening.ts';
import { type Log, stderrLog } from './log.ts';
import { openOrderDesk } from './order-desk/database.ts';
import { orderDeskScopes } from './scopes.ts';
import type { DeskParts } from './tools/context.ts';
import { neededScopes } from './tools/order-desk-tools.ts';

export interface OrderDeskServerOptions {
  /** The URL of the endpoint as people type it, such as http://localhost:9401/mcp: the audience of every token. */
  readonly resource: string;
  /** Issuers whose tokens are accepted. */
  readonly authorizationServers: readonly string[];
  /** What a caller may show: access tokens alone by default. */
  readonly credentials?: readonly CredentialOptions[];
  /** Which line of the MCP SDK answers: the present 2.x by default, or 1.x. */
  readonly sdk?: 1 | 2;
  /** A file, made and filled when it is missing; in memory by default. */
  readonly databasePath?: string;
  /** Browser origins that may call, beside the resource's own. */
  readonly allowedOrigins?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Reads the authorization server's documents. */
  readonly fetch?: typeof fetch;
  readonly log?: Log;
}

/** Closing it also closes the database. */
export type OrderDeskServer = ListeningServer;

/** Throws ConfigurationError for a wrong option. */
export async function createOrderDeskServer(options: OrderDeskServerOptions): Promise<OrderDeskServer> {
  const { databasePath = ':memory:', log = stderrLog, now = Date.now, sdk = 2 } = options;
  const guard = createGuard(options);
  const desk = openOrderDesk({ path: databasePath, now });
  const endpoint = await entries[sdk]({ desk, guard, log });
  return createListening(endpoint, guard.resource, () => desk.close());
}

/** Only the line that is asked for is loaded. */
const entries: Record<1 | 2, (parts: DeskParts & { guard: ProtectedResource<Auth> }) => Promise<Endpoint>> = {
  async 1(parts) {
    const { createEndpoint } = await import('./sdk-1/endpoint.ts');
    return createEndpoint(parts);
  },
  async 2({ desk, guard, log }) {
    const [{ createEndpoint }, { createMcpEndpoint }] = await Promise.all([
      import('./sdk-2/endpoint.ts'),
      import('./sdk-2/server.ts'),
    ]);
    return createEndpoint({
      guard,
      log,
      methods: ['POST'],
      mcp: createMcpEndpoint({ desk, log }),
      needed: neededScopes,
    });
  },
};

function createGuard(options: OrderDeskServerOptions): ProtectedResource<Auth> {
  const { resource, authorizationServers, credentials, allowedOrigins, now, fetch, log } = options;
  return protectedResource({
    resource,
    resourceName: 'Order desk',
    authorizationServers: [...authorizationServers],
    credentials,
    scopes: Object.fromEntries(
      Object.entries(orderDeskScopes).map(([scope, { effect: _shownByTheAuthorizationServer, ...rest }]) => [
        scope,
        rest,
      ]),
    ),
    requiredScopes: ['orders:read'],
    allowedOrigins: [...(allowedOrigins ?? [])],
    now,
    fetch,
    log,
  });
}
