/** Agents of two teammates at the endpoint of a team, whose connections are open, by a key and by headers, each their own. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  apiKey,
  connect,
  type Connection,
  guardedFetch,
  keptInMemory,
  noCredential,
  oauthCredential,
  signInHere,
} from '@granthouse/client';
import { createConnections, personId, type Person } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { openTeamServer, type TeamServer } from '../../../packages/cli/src/connections/team-server.ts';
import {
  person as adaLogin,
  startAuthorizationServer,
  type RunningServer,
} from '../../support/authorization-server.ts';
import { authorize } from '../../support/connect.ts';
import { freePort } from '../../support/free-port.ts';
import { sdkHosts } from '../../support/sdk-hosts.ts';
import { headersIn, startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { redirectUri } from '../../support/team.ts';

const graceLogin = { login: 'grace@example.com', password: 'a teammate’s own password', name: 'Grace Hopper' };
const network = guardedFetch({ besides: 'loopback' });
const secret = 'a secret for tests, long enough to be taken';
const storage = memoryEngine();
let url: string;
let issuer: RunningServer;
let team: TeamServer;
let servers: SmallMcpServer[];
let agents: Record<'ada' | 'grace', Connection>;
let tokens: Record<'ada' | 'grace', string>;

async function signedIn(who: typeof adaLogin): Promise<{ token: string; agent: Connection; person: Person }> {
  const { fetch } = network;
  const endpoint = new URL(`${url}/mcp`);
  const open = async (address: URL) => void (await fetch(await authorize(address, { who })));
  const authorization = await signInHere(endpoint, { identity: { name: 'An agent' }, fetch, open });
  const token = authorization.tokens.accessToken;
  const { sub } = JSON.parse(atob(token.split('.')[1] ?? '')) as { sub: string };
  const credential = oauthCredential({ keeper: keptInMemory(authorization), fetch });
  return {
    token,
    agent: await connect(endpoint, { credential, fetch }),
    person: { id: personId(issuer.issuer, sub), name: who.login, isAdmin: who === adaLogin },
  };
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const scopes = { 'connections:use': { description: 'Use everything that you are connected to' } };
  const resource = { resource: `${url}/mcp`, name: 'Connections', scopes, defaultScopes: ['connections:use'] };
  issuer = await startAuthorizationServer(`${url}/mcp`, { resources: [resource] });
  await issuer.accounts.add(graceLogin);
  team = await openTeamServer(
    {
      url,
      port,
      issuer: issuer.issuer,
      admins: [adaLogin.login],
      brand: { name: 'Northwind' },
      network: { besides: 'loopback' },
      reservedSlugs: [],
      metadataDocument: false,
      storage,
      secret: Buffer.from(secret),
      otherSecrets: [],
    },
    { warn: () => undefined, error: () => undefined },
  );
  await team.listen();
  const [ada, grace] = [await signedIn(adaLogin), await signedIn(graceLogin)];
  agents = { ada: ada.agent, grace: grace.agent };
  tokens = { ada: ada.token, grace: grace.token };
  servers = await Promise.all([
    startSmallMcpServer(),
    startSmallMcpServer((headers) => headers.get('authorization')?.startsWith('Bearer key-') === true),
    startSmallMcpServer((headers) => headers.has('x-tenant') && headers.has('x-user')),
  ]);
  await addAll([ada.person, grace.person]);
});
afterAll(async () => {
  await Promise.all(Object.values(agents).map((agent) => agent.close()));
  await team.close();
  await Promise.all([...servers.map((server) => server.close()), network.close(), issuer.close()]);
});

/** As the pages do, which stand on the same store. */
async function addAll(people: readonly Person[]): Promise<void> {
  const secretBytes = Buffer.from(secret);
  const registry = await createConnections({
    storage,
    secret: secretBytes,
    redirectUri,
    network: { besides: 'loopback' },
  });
  const [admin] = people;
  if (!admin) throw new Error('nobody is there');
  const add = async (
    name: string,
    index: number,
    authentication: Parameters<typeof registry.add>[1]['authentication'],
  ) =>
    registry.add(admin, {
      name,
      url: servers[index]?.url ?? '',
      authentication,
      ownership: authentication.kind === 'none' ? 'shared' : 'personal',
    });
  await add('Open', 0, { kind: 'none' });
  const key = await add('Key', 1, { kind: 'api-key' });
  const headers = await add('Headers', 2, { kind: 'headers', names: ['X-Tenant', 'X-User'] });
  for (const person of people) {
    await registry.giveCredential(person, key.id, { key: `key-of-${person.name}` });
    await registry.giveCredential(person, headers.id, { values: { 'X-Tenant': 'north', 'X-User': person.name } });
  }
  await registry.close();
}

const all = ['mcp__open__who', 'mcp__key__who', 'mcp__headers__who'];

async function shown(agent: Pick<Connection, 'call'>, tool: string): Promise<Record<string, string>> {
  return headersIn(await agent.call(tool, {}));
}

it('lets each agent call the tools of all three, with what its own person gave', async () => {
  for (const [agent, name] of [
    [agents.ada, adaLogin.login],
    [agents.grace, graceLogin.login],
  ] as const) {
    expect(new Set((await agent.tools()).map((tool) => tool.name))).toEqual(new Set(all));
    expect((await shown(agent, 'mcp__open__who'))['authorization']).toBeUndefined();
    expect(await shown(agent, 'mcp__key__who')).toMatchObject({ authorization: `Bearer key-of-${name}` });
    expect(await shown(agent, 'mcp__headers__who')).toMatchObject({ 'x-tenant': 'north', 'x-user': name });
  }
});

it.each(sdkHosts)('is found by $name', async ({ connect: connectHost }) => {
  const headers = { authorization: `Bearer ${tokens.ada}` };
  const host = await connectHost({ resource: `${url}/mcp`, headers, fetch: (to, init) => fetch(to, init) });
  expect((await host.listTools()).tools.map(({ name }) => name).toSorted()).toEqual(all.toSorted());
  const result = await host.callTool({ name: 'mcp__key__who', arguments: {} });
  expect(headersIn(result as never)).toMatchObject({ authorization: `Bearer key-of-${adaLogin.login}` });
  await host.close();
});

it('says what team’s it is, in its title', () => {
  expect(agents.ada.server).toMatchObject({ title: 'Northwind connections' });
});

it('never passes an agent’s own token on to a server', () => {
  const seen = servers.flatMap((server) => server.seen).map((each) => each.get('authorization') ?? '');
  expect(seen.filter((each) => each.includes(tokens.ada) || each.includes(tokens.grace))).toEqual([]);
});

it('goes on with the rest when a server is gone, and says so in words', async () => {
  await servers[2]?.close();
  const names = (await agents.grace.tools()).map((tool) => tool.name);
  expect(names.toSorted()).toEqual(['mcp__key__who', 'mcp__open__who']);
  const result = await agents.grace.call('mcp__headers__who', {});
  expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^headers: /) }] });
  expect(await shown(agents.grace, 'mcp__key__who')).toMatchObject({
    authorization: `Bearer key-of-${graceLogin.login}`,
  });
});

it('lets nobody in without a token of its own', async () => {
  const { fetch: guarded } = network;
  for (const credential of [noCredential, apiKey('a-key')])
    await expect(connect(`${url}/mcp`, { credential, fetch: guarded })).rejects.toMatchObject({
      code: 'credential_refused',
    });
});
