/** The MCP server in front of an API: the guard, the scopes of each operation, and the tools of the API's document, on the 2.x SDK. */
import { createListening, type ListeningServer } from '@granthouse/example-mcp-server/listening';
import { causeOf, type Log, stderrLog } from '@granthouse/example-mcp-server/log';
import { createEndpoint } from '@granthouse/example-mcp-server/sdk-2/endpoint';
import type { OpenApiTools, SearchTools } from '@granthouse/openapi-tools';
import { registerOpenApiTools } from '@granthouse/openapi-tools/sdk-2';
import { type CredentialOptions, protectedResource } from '@granthouse/resource-server';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { type Principal, principalOf } from './principal.ts';

export interface ToolServerOptions {
  readonly name: string;
  /** The URL of the endpoint as people type it: the audience of every token. */
  readonly resource: string;
  /** The one issuer whose tokens are accepted: a subject is unique at its issuer only (RFC 7519 §4.1.2), and the API knows people by it. */
  readonly authorizationServer: string;
  /** API keys, beside access tokens on the same endpoint; none by default. */
  readonly apiKeys?: Extract<CredentialOptions, { kind: 'api_key' }>;
  /** Every scope, with those that it includes. */
  readonly scopes: Readonly<Record<string, { readonly description: string; readonly implies?: readonly string[] }>>;
  /** What every call needs. */
  readonly requiredScopes: readonly string[];
  /** One for each operation, or the three that search among them. */
  readonly tools: OpenApiTools<Principal> | SearchTools<Principal>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly log?: Log;
}

/** Throws ConfigurationError for a wrong option, such as a scope of the document that isn't declared. */
export function createToolServer(options: ToolServerOptions): ListeningServer {
  const { name, tools, log = stderrLog } = options;
  const guard = createGuard(options);
  const onerror = (error: Error) => log.warn({ error: causeOf(error) }, 'a request was refused or failed');
  const mcp = createMcpHandler(
    () => {
      const server = new McpServer({ name, version: '1.0.0' });
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has this way alone
      server.server.onerror = onerror;
      registerOpenApiTools<Principal>(server, tools, { principal: principalOf });
      return server;
    },
    { maxRequestBodySize: maxBodyBytes, onerror },
  );
  const needed = toolScopes(tools.scopes, { maxBodyBytes });
  return createListening(createEndpoint({ guard, mcp, log, methods: ['POST'], needed, maxBodyBytes }), guard.resource);
}

/** Enough for a file in an argument. */
const maxBodyBytes = 4 * 1024 * 1024;

function createGuard({ resource, name, authorizationServer, apiKeys, ...options }: ToolServerOptions) {
  const { scopes, requiredScopes, now, log } = options;
  return protectedResource({
    resource,
    resourceName: name,
    authorizationServers: [authorizationServer],
    credentials: [{ kind: 'access_token' }, ...(apiKeys ? [apiKeys] : [])],
    scopes: Object.fromEntries(
      Object.entries(scopes).map(([scope, { description, implies }]) => [scope, { description, implies }]),
    ),
    requiredScopes: [...requiredScopes],
    maxBodyBytes,
    now,
    log,
  });
}
