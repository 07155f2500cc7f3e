/** Puts the parts together: database, guard, endpoint, and the servers that listen. */
import { protectedResource } from '@granthouse/resource-server';
import { createEndpoint } from './http.ts';
import { createListening, type ListeningServer } from './listening.ts';
import { type Log, stderrLog } from './log.ts';
import { openOrderDesk } from './order-desk/database.ts';
import { orderDeskScopes } from './scopes.ts';
import { createMcpEndpoint } from './server.ts';

export interface OrderDeskServerOptions {
  /** The URL of the endpoint as people type it, such as http://localhost:9401/mcp: the audience of every token. */
  readonly resource: string;
  /** Issuers whose tokens are accepted. */
  readonly authorizationServers: readonly string[];
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
  const { databasePath = ':memory:', log = stderrLog, now = Date.now } = options;
  const guard = createGuard(options);
  const desk = openOrderDesk({ path: databasePath, now });
  const endpoint = createEndpoint({ guard, log, methods: ['POST'], mcp: createMcpEndpoint({ desk, log }) });
  return createListening(endpoint, guard.resource, () => desk.close());
}

function createGuard({ resource, authorizationServers, allowedOrigins, now, fetch, log }: OrderDeskServerOptions) {
  return protectedResource({
    resource,
    resourceName: 'Order desk',
    authorizationServers: [...authorizationServers],
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
