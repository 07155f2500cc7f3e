/** Puts the parts together: database, guard, endpoint, and the servers that listen. */
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { protectedResource } from '@granthouse/resource-server';
import { createEndpoint } from './http.ts';
import { type ListenOptions, listenOn, stop } from './listening.ts';
import { type Log, stderrLog } from './log.ts';
import { openOrderDesk } from './order-desk/database.ts';
import { orderDeskScopes } from './scopes.ts';

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

export interface OrderDeskServer {
  /** For a server of your own. */
  readonly requestListener: RequestListener;
  /** Listens on both loopback families and the port of the resource, unless told otherwise. Throws as node does, such as EADDRINUSE. */
  listen(options?: Partial<ListenOptions>): Promise<AddressInfo[]>;
  /** Answers what is open, frees the ports, closes the database. May be called twice. */
  close(): Promise<void>;
}

/** Throws ConfigurationError for a wrong option. */
export async function createOrderDeskServer(options: OrderDeskServerOptions): Promise<OrderDeskServer> {
  const { databasePath = ':memory:', log = stderrLog, now = Date.now } = options;
  const guard = createGuard(options);
  const desk = openOrderDesk({ path: databasePath, now });
  const endpoint = createEndpoint({ desk, guard, log });
  const servers: Server[] = [];
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all([...servers.map(stop), endpoint.close()]);
    desk.close();
  };
  return {
    requestListener: endpoint.requestListener,
    async listen({ port = portOf(guard.resource), hosts = ['127.0.0.1', '::1'] } = {}) {
      servers.push(...(await listenOn(endpoint.requestListener, { port, hosts })));
      return servers.map((server) => server.address() as AddressInfo);
    },
    close: () => (closed ??= close()),
  };
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

function portOf(resource: string): number {
  const { port, protocol } = new URL(resource);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
