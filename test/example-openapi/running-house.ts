/** The whole house on free ports: an authorization server, the order desk's API with a tap before it, and the MCP server made of its document. */
import {
  apiScopes,
  createOrderDeskApi,
  createPersonTokens,
  createToolServer,
  orderDeskTools,
} from '@granthouse/example-openapi-server';
import { searchTools } from '@granthouse/openapi-tools';
import { newApiKey } from '@granthouse/resource-server';
import { person, startAuthorizationServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { type Exchange, tapWire } from '../support/wire-tap.ts';

export const manager = person;
export const viewer = { login: 'vera@example.com', password: 'only looks at things', name: 'Vera Viewer' };

export interface OpenApiHouse {
  readonly issuer: string;
  /** The MCP endpoint. */
  readonly resource: string;
  /** Origin and base path of the API. */
  readonly api: string;
  readonly serviceKey: string;
  /** The API keys of the two people, with every scope. */
  readonly keys: Readonly<Record<'manager' | 'viewer', string>>;
  /** What the authorization server calls them. */
  readonly subjects: Readonly<Record<'manager' | 'viewer', string>>;
  /** What came to the API, and what it answered. */
  readonly exchanges: readonly Exchange[];
  readonly logged: readonly string[];
  close(): Promise<void>;
}

/** `limits` are the API's own; `search` has three tools instead of one for each operation. */
export async function startOpenApiHouse({
  limits,
  search = false,
}: { limits?: { requests: number; changes: number }; search?: boolean } = {}): Promise<OpenApiHouse> {
  const [apiPort, innerPort, mcpPort] = [await freePort(), await freePort(), await freePort()];
  const [resource, url] = [`http://localhost:${mcpPort}/v1/mcp`, `http://localhost:${apiPort}/v1`];
  const scopes = Object.fromEntries(
    Object.entries(apiScopes).map(([name, scope]) => [
      name,
      { description: scope.description, implies: 'implies' in scope ? [...scope.implies] : [] },
    ]),
  );
  const authorizationServer = await startAuthorizationServer(resource, {
    resources: [{ resource, name: 'Order desk', scopes, defaultScopes: ['orders:read'] }],
  });
  const { issuer, accounts } = authorizationServer;
  await accounts.add(viewer);
  const subjectOf = async ({ login }: { login: string }) => (await accounts.findByLogin(login))!.accountId;
  const subjects = { manager: await subjectOf(manager), viewer: await subjectOf(viewer) };

  const logged: string[] = [];
  const record = (fields: object, message: string) => void logged.push(JSON.stringify({ message, ...fields }));
  const log = { warn: record, error: record };
  const [service, managers, viewers] = [await newApiKey('svc_'), await newApiKey('key_'), await newApiKey('key_')];
  const personTokens = await createPersonTokens({ issuer: resource, audience: url });
  const api = createOrderDeskApi({
    url,
    serviceKeys: [service.sha256],
    personTokens: { issuer: resource, keys: [personTokens.publicKey] },
    people: {
      [subjects.manager]: { name: manager.name, role: 'manager' },
      [subjects.viewer]: { name: viewer.name, role: 'viewer' },
    },
    ...(limits && { limits }),
    log,
  });
  await api.listen({ port: innerPort });
  const tap = await tapWire(apiPort, innerPort);
  const holder = { clientId: 'script', scopes: Object.keys(apiScopes) };
  const tools = orderDeskTools({ url, serviceKey: service.key, personTokens, log });
  const mcp = createToolServer({
    name: 'Order desk',
    resource,
    authorizationServer: issuer,
    apiKeys: {
      kind: 'api_key',
      prefix: 'key_',
      keys: [
        { ...holder, subject: subjects.manager, sha256: managers.sha256 },
        { ...holder, subject: subjects.viewer, sha256: viewers.sha256 },
      ],
    },
    scopes: apiScopes,
    requiredScopes: ['orders:read'],
    tools: search ? searchTools(tools) : tools,
    log,
  });
  await mcp.listen();
  return {
    issuer,
    resource,
    api: url,
    serviceKey: service.key,
    keys: { manager: managers.key, viewer: viewers.key },
    subjects,
    exchanges: tap.exchanges,
    logged,
    async close() {
      await mcp.close();
      await tap.close();
      await api.close();
      await authorizationServer.close();
    },
  };
}
