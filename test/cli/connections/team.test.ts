/** A team with `granthouse connections serve`: servers are added in the page, two people connect each, agents call all of them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, guardedFetch, keptInMemory, oauthCredential, signInHere, type Connection } from '@granthouse/client';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { authorize } from '../../support/connect.ts';
import { describeWhere } from '../../support/run-where.ts';
import { headersIn, startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { expectPage, press, signIn, visit, type Visitor } from '../../support/visitor.ts';
import { admin, startTeamHouse, teammate, type TeamHouse } from './team-house.ts';

const keys = { [admin.login]: 'key-of-ada-0815', [teammate.login]: 'key-of-grace-4711' };
const isKey = (value: string | null) => Object.values(keys).some((key) => value === key || value === `Bearer ${key}`);

describeWhere(hasChromium, 'chromium')('the connections of a team', () => {
  let team: TeamHouse;
  let browser: Browser;
  let keyServer: SmallMcpServer;
  let headerServer: SmallMcpServer;
  const network = guardedFetch({ besides: 'loopback' });
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    [team, browser, keyServer, headerServer] = await Promise.all([
      startTeamHouse(),
      launchChromium(),
      startSmallMcpServer((shown) => isKey(shown.get('authorization'))),
      startSmallMcpServer((shown) => isKey(shown.get('x-own-key')) && shown.get('x-tenant') === 'northwind'),
    ]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), network.close(), keyServer.close(), headerServer.close()]);
    await team.close();
  });

  /** In a browser of their own. */
  async function enter(who: typeof admin, script: boolean): Promise<Page> {
    const visitor = await visit(browser, { script });
    visitors.push(visitor);
    const page = await visitor.open(team.url);
    await press(page, 'Sign in');
    const asked = page.getByText('to connect Team connections to Northwind connections');
    await expect(asked.waitFor()).resolves.toBeUndefined();
    await signIn(page, who);
    await press(page, 'Allow Team connections');
    await expectPage(page, 'Connections');
    return page;
  }

  async function connectAll(page: Page, { login }: typeof admin): Promise<void> {
    await open(page, 'Order desk');
    await press(page, 'Connect');
    await press(page, 'Allow Team connections of Northwind');
    await expectPage(page, 'Order desk');
    await said(page, 'Connected.');
    await open(page, 'Stock');
    await page.getByLabel('API key or token').fill(keys[login] ?? '');
    await press(page, 'Connect');
    await said(page, 'Connected.');
    await open(page, 'Reports');
    await page.getByLabel('X-Own-Key').fill(keys[login] ?? '');
    await page.getByLabel('X-Tenant').fill('northwind');
    await press(page, 'Connect');
    await said(page, 'Connected.');
  }

  async function open(page: Page, name: string): Promise<void> {
    await page.goto(team.url);
    await press(page, name);
    await expectPage(page, name);
  }

  async function agentOf(who: typeof admin): Promise<Connection> {
    const { fetch } = network;
    const endpoint = new URL(`${team.url}/mcp`);
    const authorization = await signInHere(endpoint, {
      identity: { name: 'An agent' },
      fetch,
      async open(url) {
        const answer = await authorize(url, { who });
        await (await globalThis.fetch(answer)).arrayBuffer();
      },
    });
    return connect(endpoint, { credential: oauthCredential({ keeper: keptInMemory(authorization), fetch }), fetch });
  }

  const shownBy = async (agent: Connection, tool: string) => headersIn(await agent.call(tool, {}));

  it('an admin adds a server that signs people in, one that wants a key, and one that wants headers', async () => {
    const page = await enter(admin, true);
    const add = async (name: string, url: string) => {
      await page.goto(`${team.url}/add`);
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('Address of the server').fill(url);
      await press(page, 'Add connection');
    };
    await add('Order desk', team.house.resource);
    await said(page, 'The connection is added.');
    await add('Stock', keyServer.url);
    await expectPage(page, 'Add a connection');
    expect(await page.getByLabel('API key', { exact: true }).isChecked()).toBe(true);
    await press(page, 'Add connection');
    await expectPage(page, 'Stock');
    await add('Reports', headerServer.url);
    await page.getByText('Custom headers', { exact: true }).click();
    await page.getByLabel('Names of the headers').fill('X-Own-Key\nX-Tenant');
    await press(page, 'Add connection');
    await expectPage(page, 'Reports');
    await add('Stock', keyServer.url);
    await press(page, 'Add connection');
    expect(await page.locator('#name-problem').innerText()).toContain('Another connection has this name');
    await connectAll(page, admin);
  });

  it('a teammate connects each with what is their own, without script', async () => {
    const page = await enter(teammate, false);
    expect(await page.getByText('Not connected yet').count()).toBe(3);
    await connectAll(page, teammate);
    await page.goto(team.url);
    expect(await page.getByText('Connected', { exact: true }).count()).toBe(3);
  });

  it('an agent of each calls tools of all three at one endpoint, as that person', async () => {
    for (const who of [admin, teammate]) {
      const agent = await agentOf(who);
      const names = (await agent.tools()).map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(['mcp__order-desk__list_customers', 'mcp__stock__who', 'mcp__reports__who']),
      );
      expect((await agent.call('mcp__order-desk__list_customers', {})).structuredContent).toHaveProperty('customers');
      expect(await shownBy(agent, 'mcp__stock__who')).toMatchObject({ authorization: `Bearer ${keys[who.login]}` });
      expect(await shownBy(agent, 'mcp__reports__who')).toMatchObject({ 'x-own-key': keys[who.login] });
      await agent.close();
    }
  });

  it('a tool that an admin switches off, and a connection that a teammate ends, are gone for their agents', async () => {
    const [ofAdmin, ofTeammate] = [await enter(admin, false), await enter(teammate, true)];
    await open(ofAdmin, 'Order desk');
    await ofAdmin.getByLabel('create_refund').uncheck();
    await press(ofAdmin, 'Save tools');
    await said(ofAdmin, 'Saved.');
    await open(ofTeammate, 'Stock');
    await press(ofTeammate, 'Disconnect');
    const names = async (who: typeof admin) => {
      const agent = await agentOf(who);
      const listed = (await agent.tools()).map(({ name }) => name);
      await agent.close();
      return listed;
    };
    expect(await names(admin)).toContain('mcp__stock__who');
    expect(await names(admin)).not.toContain('mcp__order-desk__create_refund');
    expect(await names(teammate)).not.toContain('mcp__stock__who');
  });

  it('says and stores nothing of keys, stops when it is told to, and its pages were refused nothing by their own policy', async () => {
    await Promise.all(visitors.map((visitor) => visitor.leave()));
    team.program.signal('SIGTERM');
    const { code, out, err } = await team.program.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const store = join(team.folder, 'store');
    const kept = await Promise.all((await readdir(store)).map((file) => readFile(join(store, file), 'latin1')));
    for (const key of Object.values(keys)) expect(out + err + kept.join('')).not.toContain(key);
    expect(kept.join('')).toContain('order-desk');
  });
});

async function said(page: Page, words: string): Promise<void> {
  const shown = page.getByRole('status');
  await shown.waitFor().catch(async (cause: unknown) => {
    throw new Error(`no "${words}" at ${page.url()}:\n${await page.locator('body').innerText()}`, { cause });
  });
  expect(await shown.innerText()).toBe(words);
}
