/** Listens on one port of several addresses, and stops without cutting off an answer. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import { OpenRequests } from './open-requests.ts';

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Addresses; one whose family this machine lacks is passed over while another one works. */
  readonly hosts: readonly string[];
}

export interface ListeningServer {
  /** For a server of your own. */
  readonly requestListener: RequestListener;
  /** Listens on both loopback families and the port of the resource, unless told otherwise. Throws as node does, such as EADDRINUSE. */
  listen(options?: Partial<ListenOptions>): Promise<AddressInfo[]>;
  /** Answers what is open and frees the ports. May be called twice. */
  close(): Promise<void>;
}

/** `finish` ends what requests need, once none can come any more. */
export function createListening(endpoint: Endpoint, resource: string, finish?: () => void): ListeningServer {
  const open = new OpenRequests();
  const requestListener: RequestListener = (request, response) => {
    open.add(response);
    endpoint.requestListener(request, response);
  };
  const servers: Server[] = [];
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all([...servers.map(stop), open.drained().then(() => endpoint.close())]);
    finish?.();
  };
  return {
    requestListener,
    async listen({ port = portOfUrl(resource), hosts = ['127.0.0.1', '::1'] } = {}) {
      servers.push(...(await listenOn(requestListener, { port, hosts })));
      return servers.map((server) => server.address() as AddressInfo);
    },
    close: () => (closed ??= close()),
  };
}

/** Long enough for an answer that is being written, short enough for whoever stops the process. */
const graceMilliseconds = 5000;

/** All or nothing. Throws the system's error, such as EADDRINUSE, when the port is taken or no address works. */
export async function listenOn(requestListener: RequestListener, { port, hosts }: ListenOptions): Promise<Server[]> {
  const servers: Server[] = [];
  let missing: unknown;
  for (const host of hosts) {
    try {
      servers.push(await listenAt(requestListener, { host, port: portOf(servers[0]) ?? port }));
    } catch (error) {
      missing = error;
      if (isWithoutFamily(error)) continue;
      await Promise.all(servers.map(stop));
      throw error;
    }
  }
  if (servers.length === 0) throw missing;
  return servers;
}

/** Accepts nothing more, and resolves when the connections are closed: by force after a grace. */
export async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const force = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await closed;
  clearTimeout(force);
}

async function listenAt(requestListener: RequestListener, at: { host: string; port: number }): Promise<Server> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, requestListener);
  // A kept connection would hold up the stop after its last answer.
  server.on('request', (_request, response) => {
    response.once('close', () => server.listening || server.closeIdleConnections());
  });
  server.listen(at);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function isWithoutFamily(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}

function portOfUrl(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
