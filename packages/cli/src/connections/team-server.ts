/** The parts of `granthouse connections serve` in one process: the registry, its pages, and the guarded endpoint for agents. */
import { guardedFetch } from '@granthouse/client';
import {
  callbackOf,
  clientNameOf,
  type Connections,
  createConnections,
  createSite,
  metadataUrlOf,
  siteListener,
} from '@granthouse/client/connections';
import { listenOn, type Listening } from '@granthouse/network';
import { isLoopbackHost } from '@granthouse/protocol';
import type { RequestListener } from 'node:http';
import { guardedEndpoint } from './guarded-endpoint.ts';
import { health, isHealthPath } from './health.ts';
import type { TeamConfiguration } from './configuration.ts';

interface Log {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

interface OpenedTeam extends TeamConfiguration {
  /** Said by the operator at this start. */
  readonly isSecretLost?: boolean;
}

export interface TeamServer {
  /** Resolves when connections are accepted; rejects as `listenOn` does. */
  listen(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
}

/** Throws a ConfigurationError, and what opening the store throws. */
export async function openTeamServer(configuration: OpenedTeam, log: Log): Promise<TeamServer> {
  const { listener, close } = await assemble(configuration, log);
  let listening: Listening | undefined;
  return {
    async listen() {
      const isLoopback = isLoopbackHost(new URL(configuration.url).hostname);
      const { port, host = isLoopback ? 'localhost' : '0.0.0.0' } = configuration;
      listening = await listenOn(listener, { port, host });
      return { port: listening.port };
    },
    async close() {
      await listening?.close();
      await close();
    },
  };
}

/** The registry alone, as it is behind the pages. Throws as `openTeamServer` does. */
export function openTeamConnections(configuration: OpenedTeam): Promise<Connections> {
  const { url, brand, network, reservedSlugs, storage, secret, otherSecrets, isSecretLost = false } = configuration;
  const metadataUrl = configuration.metadataDocument ? metadataUrlOf(url) : undefined;
  return createConnections({
    storage,
    secret,
    otherSecrets,
    isSecretLost,
    redirectUri: callbackOf(url),
    endpoint: `${url}/mcp`,
    clientName: clientNameOf(brand.name),
    reservedSlugs,
    network: compact(network),
    ...(metadataUrl !== undefined && { metadataUrl }),
  });
}

async function assemble(configuration: OpenedTeam, log: Log) {
  const { url, issuer, admins, brand, client, storage, secret, otherSecrets } = configuration;
  const connections = await openTeamConnections(configuration);
  // The operator named the issuer: it may be beside this server.
  const toIssuer = guardedFetch({ besides: isLoopbackHost(new URL(issuer).hostname) ? 'loopback' : 'private' });
  const pages = { url, connections, issuer, endpoint: `${url}/mcp`, admins, log, fetch: toIssuer.fetch };
  const site = await createSite({
    storage,
    secret,
    otherSecrets,
    ...pages,
    brand: compact(brand),
    ...(client && { client }),
  });
  const agents = guardedEndpoint({ ...pages, brand: brand.name });
  return {
    listener: divided({ agents: agents.listener, pages: siteListener(site), supervisors: health(connections) }),
    async close() {
      await agents.close();
      await site.close();
      await connections.close();
      await toIssuer.close();
    },
  };
}

/** `/mcp` and what tells of it is for agents, `/health` for supervisors; everything else is for people. */
function divided(listeners: Readonly<Record<'agents' | 'pages' | 'supervisors', RequestListener>>): RequestListener {
  return (request, response) => {
    const { url = '/' } = request;
    if (isHealthPath(url)) return listeners.supervisors(request, response);
    const isForAgents = /^\/(?:mcp(?:[/?]|$)|\.well-known\/)/.test(url);
    return (isForAgents ? listeners.agents : listeners.pages)(request, response);
  };
}

type Compact<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the members that are undefined. */
const compact = <T extends object>(value: T): Compact<T> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Compact<T>;
