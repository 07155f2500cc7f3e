/** `npm run openapi-example`: an authorization server, an API, and an MCP server made of the API's OpenAPI document, on loopback. */
import type { AuthorizationServer } from '@granthouse/authorization-server';
import { listening } from '@granthouse/example-mcp-server/demo/ports';
import { runUntilStopped } from '@granthouse/example-mcp-server/demo/run';
import { searchTools } from '@granthouse/openapi-tools';
import { newApiKey } from '@granthouse/resource-server';
import { createToolServer } from '../mcp/tool-server.ts';
import { greeting } from './greeting.ts';
import { demoAuthorizationServer, demoPerson, type Places, placesOf, subjectOf } from './house.ts';
import { orderDesk } from './order-desk.ts';
import { otherService } from './other-api.ts';
import { type DemoPort, portsOf } from './ports.ts';
import type { Service } from './service.ts';
import { settingsOf } from './settings.ts';

const keyPrefix = 'key_';

async function start(): Promise<() => Promise<void>> {
  const { other, search } = settingsOf(process.argv.slice(2), process.env);
  const ports = await portsOf(process.env);
  const places = placesOf(ports);
  const service = other ? otherService(other) : orderDesk(places);
  const authorizationServer = await demoAuthorizationServer(places, service);
  const closing = [() => authorizationServer.close()];
  /** What was opened last is closed first: an open call needs what stands behind it. */
  const close = async () => {
    for (const each of closing.splice(0).toReversed()) await each();
  };
  try {
    await listening(() => authorizationServer.listen(ports.authorizationServer.port), ports.authorizationServer);
    const { tools, api } = await service.open(authorizationServer);
    if (api) await listenAt(api, ports.api);
    const { key, sha256 } = await newApiKey(keyPrefix);
    const mcp = createToolServer({
      ...mcpOptions(places, service),
      apiKeys: {
        kind: 'api_key',
        prefix: keyPrefix,
        keys: [{ ...(await holderOf(authorizationServer, service)), sha256 }],
      },
      tools: search ? searchTools(tools, { about: service.name }) : tools,
    });
    await listenAt(mcp, ports.mcpServer);
    process.stdout.write(greeting({ places, service, tools, search, apiKey: key }));
  } catch (error) {
    await close();
    throw error;
  }
  return close;

  async function listenAt(server: { listen(): Promise<unknown>; close(): Promise<void> }, at: DemoPort) {
    closing.push(() => server.close());
    await listening(() => server.listen(), at);
  }
}

function mcpOptions({ issuer, resource }: Places, { name, scopes, requiredScopes }: Service) {
  return { name, resource, authorizationServer: issuer, scopes, requiredScopes };
}

/** A key does what its person may do, and has every scope, because nobody can be asked for more. */
async function holderOf(authorizationServer: AuthorizationServer, { scopes }: Service) {
  const subject = await subjectOf(authorizationServer, demoPerson);
  return { clientId: 'demo-script', subject, scopes: Object.keys(scopes) };
}

await runUntilStopped(start);
