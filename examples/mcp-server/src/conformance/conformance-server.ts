/** The fixture of the official conformance suite as a protected resource, for both revisions; the order desk has none of it. */
import { protectedResource } from '@granthouse/resource-server';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { maxRequestBodySize } from '../endpoint.ts';
import { createListening, type ListeningServer } from '../listening.ts';
import { causeOf, type Log, stderrLog } from '../log.ts';
import { createEndpoint, type McpEndpoint } from '../sdk-2/endpoint.ts';
import { createFixture } from './fixture.ts';
import { createRoundsCodec } from './request-state.ts';
import { createSessions } from './sessions.ts';

export const conformanceScopes = { 'fixture:use': { description: 'Call everything that the conformance suite calls' } };

export interface ConformanceServerOptions {
  /** The URL of the endpoint as the suite is told. */
  readonly resource: string;
  /** Issuers whose tokens are accepted. */
  readonly authorizationServers: readonly string[];
  readonly log?: Log;
}

/** Throws ConfigurationError for a wrong option. */
export function createConformanceServer(options: ConformanceServerOptions): ListeningServer {
  const { resource, authorizationServers, log = stderrLog } = options;
  const guard = protectedResource({
    resource,
    resourceName: 'Conformance fixture',
    authorizationServers: [...authorizationServers],
    scopes: conformanceScopes,
    requiredScopes: ['fixture:use'],
    log,
  });
  const mcp = createMcpEndpoint(log);
  const endpoint = createEndpoint({ guard, log, mcp, methods: ['POST', 'GET', 'DELETE'] });
  const server = createListening(endpoint, guard.resource);
  return {
    ...server,
    async close() {
      // First, because a stream that a client listens to would never end by itself.
      await mcp.close();
      await server.close();
    },
  };
}

/** Each request of 2026-07-28 stands alone; 2025-11-25 has sessions, in which the server can ask the client. */
function createMcpEndpoint(log: Log): McpEndpoint {
  const codec = createRoundsCodec();
  const createServer = () => createFixture({ codec, notify: () => standing.notify });
  const standing = createMcpHandler(createServer, {
    legacy: 'reject',
    maxRequestBodySize,
    onerror: (error) => log.warn({ error: causeOf(error) }, 'a request was refused or failed'),
  });
  const sessions = createSessions(createServer);
  return {
    async fetch(request, call) {
      const isLegacy = await isLegacyRequest(request, undefined, { maxRequestBodySize });
      return isLegacy ? sessions.fetch(request, call) : standing.fetch(request, call);
    },
    async close() {
      await Promise.all([sessions.close(), standing.close()]);
    },
  };
}
