/** An authorization server and a guarded MCP server on one origin, as the recorded hosts found theirs: `/mcp` and two scopes. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { createEndpoint } from '@granthouse/example-mcp-server/sdk-2/endpoint';
import { protectedResource } from '@granthouse/resource-server';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { memoryEngine } from '@granthouse/storage/memory';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { documentHost, type DocumentHost } from '../authorization-server/metadata-documents/document-host.ts';
import { person } from '../support/authorization-server.ts';
import { clientKey, type ClientKey } from '../support/client-assertion.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

export interface HostsHouse {
  readonly base: string;
  /** The MCP endpoint, and the audience of its tokens. */
  readonly resource: string;
  readonly authorizationServer: AuthorizationServer;
  /** What clients name by their address. */
  readonly documents: DocumentHost;
  /** What every client with a key of its own signs with. */
  readonly clientKey: ClientKey;
  /** Of the authorization server: when budgets begin anew, and when clients are forgotten. The engine's tokens keep real time. */
  readonly clock: TestClock;
  /** How far the clock of the MCP server is ahead, which judges when tokens have run out. */
  readonly ahead: TestClock;
  close(): Promise<void>;
}

const scopes = {
  'mcp:tools': { description: 'Use the tools', effect: 'read' as const },
  'mcp:admin': { description: 'Change how the tools work', effect: 'change' as const },
};

/** `echo` needs the scope that is given; `admin` always needs mcp:admin. */
export async function startHostsHouse({ echoNeeds = 'mcp:tools' } = {}): Promise<HostsHouse> {
  const base = `http://localhost:${await freePort()}`;
  const resource = `${base}/mcp`;
  const documents = documentHost();
  const [clock, ahead] = [createTestClock(), createTestClock(0)];
  const log = { info() {}, warn() {}, error() {} };
  const authorizationServer = await createAuthorizationServer({
    issuer: base,
    storage: memoryEngine({ now: clock.now }),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource, name: 'Tools', scopes, defaultScopes: ['mcp:tools'] }],
    // No host is ever taken for one that imitates it.
    registration: { imitations: 'refuse' },
    // The guard lives in real time: of months that pass in a moment it would miss the hour in which a key is only published.
    lifetimes: { signingKey: 3650 * 86_400 },
    fetch: documents.fetch,
    now: clock.now,
    log,
  });
  await authorizationServer.accounts.add(person);
  const guard = protectedResource({
    resource,
    authorizationServers: [base],
    scopes: { 'mcp:tools': {}, 'mcp:admin': {} },
    requiredScopes: ['mcp:tools'],
    now: () => Date.now() + ahead.now(),
    log,
  });
  const endpoint = createEndpoint({
    guard,
    log,
    mcp: mcpServer(),
    methods: ['POST'],
    needed: toolScopes({ echo: [echoNeeds], admin: ['mcp:admin'] }),
  });
  const answer = authorizationServer.callback();
  const server = createServer((request, response) => {
    void answer(request, response, () => endpoint.requestListener(request, response));
  });
  server.listen(Number(new URL(base).port), 'localhost');
  await once(server, 'listening');
  return {
    base,
    resource,
    authorizationServer,
    documents,
    clientKey: await clientKey('RS256'),
    clock,
    ahead,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await endpoint.close();
      await authorizationServer.close();
    },
  };
}

function mcpServer() {
  return createMcpHandler(() => {
    const server = new McpServer({ name: 'tools', version: '1.0.0' });
    for (const name of ['echo', 'admin']) {
      server.registerTool(name, { description: name }, () => ({ content: [{ type: 'text', text: name }] }));
    }
    return server;
  });
}
