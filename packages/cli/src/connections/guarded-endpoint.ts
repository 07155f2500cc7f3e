/** The MCP endpoint of a team behind the guard: a token of the authorization server says whose connections are meant (RFC 9728). */
import type { Connections } from '@granthouse/client/connections';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import type { RequestListener } from 'node:http';

interface Parts {
  readonly endpoint: string;
  readonly issuer: string;
  readonly brand: string;
  readonly connections: Connections;
  readonly log: { warn(fields: Record<string, unknown>, message: string): void };
}

/** Signing in to the pages gives no token with it: an agent is allowed by itself. */
const scope = 'connections:use';

/** Throws a ConfigurationError. */
export function guardedEndpoint({ endpoint, issuer, brand, log }: Parts): RequestListener {
  const guard = protectedResource({
    resource: endpoint,
    resourceName: `${brand} connections`,
    authorizationServers: [issuer],
    scopes: { [scope]: { description: 'Use the tools of everything that you are connected to' } },
    requiredScopes: [scope],
    log,
  });
  return protect(guard, (_request, response) => void response.writeHead(501).end());
}
