/** `granthouse connections forget` beside `connections serve`, each a process of its own on one store. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { apiKey, connect, type Connection, guardedFetch, signInHere } from '@granthouse/client';
import { createConnections, personId, type Connections, type Person } from '@granthouse/client/connections';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser } from '../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../support/connect.ts';
import { launch } from '../../support/program.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, redirectUri } from '../../support/team.ts';
import { startTeamHouse, teammate, type TeamHouse } from './team-house.ts';

const network = guardedFetch({ besides: 'loopback' });
let team: TeamHouse;
let server: SmallMcpServer;
let browser: Browser;
let agent: Connection;
let subject: string;

beforeAll(async () => {
  [team, server] = await Promise.all([startTeamHouse(), startSmallMcpServer()]);
  browser = new Browser();
  const away = sentTo(await browser.open(`${team.url}/sign-in`));
  await browser.open(await authorize(away, { who: teammate }));
  const token = await agentsToken();
  agent = await connect(`${team.url}/mcp`, { credential: apiKey(token), fetch: network.fetch });
  await connectAll(token);
});
afterAll(async () => {
  await agent.close();
  await Promise.all([server.close(), network.close(), team.close()]);
});

async function agentsToken(): Promise<string> {
  const { fetch } = network;
  const open = async (address: URL) => void (await fetch(await authorize(address, { who: teammate })));
  const options = { identity: { name: 'An agent' }, fetch, open };
  return (await signInHere(new URL(`${team.url}/mcp`), options)).tokens.accessToken;
}

/** As the pages do, which stand on the same store. */
async function connectAll(token: string): Promise<void> {
  const { sub } = JSON.parse(atob(token.split('.')[1] ?? '')) as { sub: string };
  subject = sub;
  const grace: Person = { id: personId(team.house.issuer, sub), name: 'Grace', isAdmin: false };
  const registry = await opened();
  const add = (name: string, kind: 'api-key' | 'oauth' | 'none', url: string) =>
    registry.add(ada, { name, url, authentication: { kind }, ownership: kind === 'none' ? 'shared' : 'personal' });
  await add('Open', 'none', server.url);
  const [stock, desk] = [await add('Stock', 'api-key', server.url), await add('Desk', 'oauth', team.house.resource)];
  await registry.giveCredential(grace, stock.id, { key: 'key-of-grace' });
  const begun = await registry.beginSignIn(grace, desk.id);
  await registry.finishSignIn(grace, await authorize(begun.url, { who: teammate }), begun.binding);
  await registry.close();
}

async function opened(): Promise<Connections> {
  return createConnections({
    storage: sqliteEngine({ path: join(team.folder, 'store/connections.db') }),
    secret: (await readFile(join(team.folder, 'secret'), 'utf8')).trim(),
    redirectUri,
    network: { besides: 'loopback' },
  });
}

const forget = (...words: string[]) =>
  launch('packages/cli/src/bin.ts', {
    words: ['connections', 'forget', ...words, '--config', 'connections.json'],
    cwd: team.folder,
  }).ended;
const names = async () => (await agent.tools()).map(({ name }) => name);

it('removes a person at once from the pages and from agents, and says what became of each connection', async () => {
  expect(await names()).toEqual(expect.arrayContaining(['mcp__open__who', 'mcp__stock__who', 'mcp__desk__get_order']));
  const { code, out, err } = await forget(teammate.login);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(
    `${teammate.login} is forgotten, and kept out for a day.\nEnded: 1 session of the pages, 0 sign-ins`,
  );
  expect(out).toContain('Desk\ttaken back at the server\n');
  expect(out).toContain('Stock\tdeleted here; it works at the server until it is taken back there\n');
  expect(out).toContain(`granthouse users remove ${teammate.login}, at the authorization server`);
  expect(pageOf(await browser.open(team.url)).html).not.toContain('Sign out');
  expect(await names()).toEqual([]);
  await expect(agent.call('mcp__open__who', {})).rejects.toBeDefined();
});

it('says so when there is nothing, so that nobody believes that a misspelt person is gone', async () => {
  const { code, err } = await forget('grcae@example.com');
  expect(code).toBe(1);
  expect(err).toContain('nothing is kept of grcae@example.com: name the login, or sub: and the subject');
  const again = await forget(`sub:${subject}`, '--json');
  expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('nothing is kept of sub:') });
});
