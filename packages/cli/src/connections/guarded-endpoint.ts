/** The MCP endpoint of a team behind the guard: a token of the authorization server says whose connections are meant (RFC 9728). */
import { createAgentEndpoint, personId, type Connections } from '@granthouse/client/connections';
import { type AccessToken, protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { RequestListener } from 'node:http';

interface Parts {
  readonly endpoint: string;
  /** Where a person connects again. */
  readonly url: string;
  readonly issuer: string;
  readonly brand: string;
  readonly connections: Connections;
  readonly log: { warn(fields: Record<string, unknown>, message: string): void };
}

export interface GuardedEndpoint {
  readonly listener: RequestListener;
  close(): Promise<void>;
}

/** Signing in to the pages gives no token with it: an agent is allowed by itself. */
const scope = 'connections:use';

/** Throws a ConfigurationError. */
export function guardedEndpoint({ endpoint, url, issuer, brand, connections, log }: Parts): GuardedEndpoint {
  const name = `${brand} connections`;
  const guard = protectedResource({
    resource: endpoint,
    resourceName: name,
    authorizationServers: [issuer],
    scopes: { [scope]: { description: 'Use the tools of everything that you are connected to' } },
    requiredScopes: [scope],
    log,
  });
  const agents = createAgentEndpoint({
    connections,
    site: url,
    title: name,
    onProblem: ({ error, ...problem }) => log.warn({ ...problem, ...causeOf(error) }, 'an agent got less'),
  });
  const answer = toNodeHandler({
    // The guard has put it there.
    fetch: (request, given) => agents.handle(request, personOf(given?.authInfo as AccessToken)),
  });
  return { listener: protect(guard, answer), close: () => agents.close() };
}

/** Whoever else they are, an agent only uses. */
const personOf = ({ issuer, subject }: AccessToken) => ({
  id: personId(issuer, subject),
  name: subject,
  isAdmin: false,
});

const causeOf = (error: unknown) => (error instanceof Error ? { cause: error.stack ?? error.message } : {});
