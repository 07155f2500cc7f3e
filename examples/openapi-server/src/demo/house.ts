/** What every start has: its places, and an authorization server with people. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type AuthorizationServer, createAuthorizationServer } from '@granthouse/authorization-server';
import { demoSecret } from '@granthouse/example-mcp-server/demo/secret';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import type { Ports } from './ports.ts';
import type { Service } from './service.ts';

export interface Places {
  readonly issuer: string;
  readonly resource: string;
  /** The order desk's API. */
  readonly api: string;
  /** For the databases. */
  readonly store: string;
  readonly secret: string;
}

/** Another port is another issuer, with a store of its own. */
export function placesOf({ authorizationServer, mcpServer, api }: Ports): Places {
  const issuer = `http://localhost:${authorizationServer.port}`;
  const folder = join('.granthouse', createHash('sha256').update(issuer).digest('hex').slice(0, 8));
  return {
    issuer,
    resource: `http://localhost:${mcpServer.port}/v1/mcp`,
    api: `http://localhost:${api.port}/v1`,
    store: join(folder, 'store'),
    secret: join(folder, 'secret'),
  };
}

export const demoPerson = { login: 'demo@example.com', password: 'demo-order-desk', name: 'Demo Person' };
export const demoViewer = { login: 'viewer@example.com', password: 'demo-order-desk', name: 'Read-only Person' };

/** With both people, and not listening yet. */
export async function demoAuthorizationServer(places: Places, service: Service): Promise<AuthorizationServer> {
  const { value: secret } = await demoSecret(places.secret);
  const { name, requiredScopes } = service;
  const scopes = Object.fromEntries(
    Object.entries(service.scopes).map(([scope, meaning]) => [
      scope,
      { ...meaning, implies: [...(meaning.implies ?? [])] },
    ]),
  );
  const server = await createAuthorizationServer({
    issuer: places.issuer,
    storage: sqliteEngine({ path: join(places.store, 'granthouse.db') }),
    secret,
    // A host that saw documents advertised would not register when its own can't be fetched, as without a network.
    clientIdMetadataDocuments: { fetch: false },
    resources: [{ resource: places.resource, name, scopes, defaultScopes: [...requiredScopes] }],
    brand: { name: 'Granthouse demo' },
    dangerouslyPrefilledPerson: { login: demoPerson.login, password: demoPerson.password },
  });
  await server.accounts.add(demoPerson);
  await server.accounts.add(demoViewer);
  return server;
}

/** How the authorization server calls a person in its tokens. */
export async function subjectOf({ accounts }: AuthorizationServer, { login }: { login: string }): Promise<string> {
  const account = await accounts.findByLogin(login);
  if (account === undefined) throw new Error(`there is no account ${login}`);
  return account.accountId;
}
