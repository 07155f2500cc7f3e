/** The fields of the form that adds a server, each seen to do what it says: by real connections, at real servers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { Browser, type Page } from '../../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../../support/connect.ts';
import { startHouse, type House } from '../../../support/order-desk.ts';
import { documents, type ScriptedHouse, startScriptedHouse } from '../../../support/scripted-house.ts';
import { type SmallMcpServer, startSmallMcpServer } from '../../../support/small-mcp-server.ts';
import { shownBy, startConnections } from '../../../support/team.ts';
import { admin, type RunningSite, startSite, teammate } from './running-site.ts';

let site: RunningSite;
let connections: Connections;
let closed: House;
let keyServer: SmallMcpServer;

beforeAll(async () => {
  [closed, keyServer] = await Promise.all([
    startHouse({ registration: { open: false } }),
    startSmallMcpServer((shown) => shown.get('x-api-key') === 'the-key-of-all'),
  ]);
  await closed.authorizationServer.accounts.add(teammate);
  site = await startSite(async (redirectUri) => {
    connections = await startConnections(undefined, { redirectUri });
    return connections;
  });
});
afterAll(() => Promise.all([site.close(), closed.close(), keyServer.close()]));

async function enter(who: typeof admin): Promise<Browser> {
  const browser = new Browser();
  const away = sentTo(await browser.open(`${site.url}/sign-in`));
  await browser.open(await authorize(away, { who }));
  return browser;
}

const issuerIn = ({ html }: Page) => / id="issuer"[^>]* value="([^"]*)"/u.exec(html)?.[1] ?? '';

async function add(browser: Browser, fields: Record<string, string>): Promise<Page> {
  const page = pageOf(await browser.open(`${site.url}/add`));
  const typed = { kind: 'auto', ownership: 'personal', step: 'add', ...fields };
  return pageOf(await browser.submit(page, '/add', typed));
}

describe('a server that takes only apps that it was told of', () => {
  it('is added with a client of one’s own, whose redirect URI the page shows, and is signed in to', async () => {
    const [ofAdmin, ofTeammate] = [await enter(admin), await enter(teammate)];
    const asked = await add(ofAdmin, { name: 'Closed desk', url: closed.resource });
    expect(asked.html).toContain('takes only apps that it was told of');
    const redirectUri = /<code id="redirect-uri">([^<]+)</u.exec(asked.html)?.[1] ?? '';
    const client = await closed.authorizationServer.clients.add({
      client_name: 'Northwind',
      redirect_uris: [redirectUri],
    });
    const { client_id: clientId, client_secret: clientSecret = '' } = client;
    const own = { name: 'Closed desk', url: closed.resource, clientId, clientSecret };
    const named = await add(ofAdmin, own);
    expect(named.html).toContain('See that this is who gave you the client ID');
    expect(issuerIn(named)).toBe(closed.issuer);
    expect(await connections.list({ id: 'acc_ada', name: 'Ada', isAdmin: true })).toEqual([]);
    const added = await add(ofAdmin, { ...own, issuer: issuerIn(named) });
    expect(added.html).toContain('The connection is added.');
    expect(added.html).not.toContain(clientSecret);

    const page = pageOf(await ofTeammate.open(added.url));
    const away = sentTo(await ofTeammate.submit(page, '/sign-in'));
    expect(away.searchParams.get('client_id')).toBe(clientId);
    const answer = await authorize(away, { who: teammate });
    // In the browser of somebody else it opens nothing.
    expect(pageOf(await ofAdmin.open(answer)).html).toContain('another attempt');
    expect(pageOf(await ofTeammate.open(answer)).html).toMatch(/Connected\./u);
    expect(pageOf(await ofAdmin.open(added.url)).html).toContain('Not connected yet');
  });
});

describe('a client of one’s own', () => {
  let house: ScriptedHouse;
  let thief: ScriptedHouse;
  beforeEach(async () => {
    [house, thief] = await Promise.all([startScriptedHouse(), startScriptedHouse()]);
  });
  afterEach(() => Promise.all([house.close(), thief.close()]));
  const turnTo = ({ origin }: ScriptedHouse) => house.change(documents.resource, { authorization_servers: [origin] });
  const own = { clientId: 'own', clientSecret: 'hunter2secret' };

  it('CL-8: leads nobody to another server that is named later, and the page says what happened and what helps', async () => {
    const [ofAdmin, ofTeammate] = [await enter(admin), await enter(teammate)];
    const added = await add(ofAdmin, { name: 'Turned desk', url: house.endpoint.href, ...own, issuer: house.origin });
    turnTo(thief);
    const helped = [
      [ofAdmin, 'change the connection, with the client ID'],
      [ofTeammate, 'Tell an admin.'],
    ] as const;
    for (const [browser, help] of helped) {
      const refused = pageOf(await browser.submit(pageOf(await browser.open(added.url)), '/sign-in'));
      expect([refused.status, refused.url]).toEqual([422, expect.stringContaining(site.url)]);
      expect(refused.html).toContain('names another sign-in now than the one that gave your team its client ID');
      expect(refused.html).toContain(`is of ${house.origin}, and the resource names ${thief.origin}`);
      expect(refused.html).toContain(help);
      expect(refused.html).not.toContain('register one there');
      expect(refused.html).not.toContain(own.clientSecret);
    }
    expect(thief.asked.filter(({ what }) => what.startsWith('POST'))).toEqual([]);
  });

  it('is changed only with its issuer, which the form finds and an admin looks at', async () => {
    const ofAdmin = await enter(admin);
    const fields = { name: 'Found desk', url: house.endpoint.href, kind: 'oauth' };
    const added = await add(ofAdmin, fields);
    const edit = `${added.url.split('?')[0]}/edit`;
    const asked = pageOf(await ofAdmin.submit(pageOf(await ofAdmin.open(edit)), '/edit', { ...fields, ...own }));
    expect(asked.html).toContain('See that this is who gave you the client ID');
    expect(issuerIn(asked)).toBe(house.origin);
    const saved = pageOf(await ofAdmin.submit(asked, '/edit', { ...fields, ...own, issuer: issuerIn(asked) }));
    expect(saved.html).toContain('Saved.');
    expect(issuerIn(pageOf(await ofAdmin.open(edit)))).toBe(house.origin);
  });

  it('has the issuer that the server names after another address was checked, but keeps one that was typed', async () => {
    const ofAdmin = await enter(admin);
    const check = (fields: Record<string, string>) =>
      add(ofAdmin, { name: 'Checked', url: house.endpoint.href, step: 'check', ...fields });
    expect(issuerIn(await check({ issuer: thief.origin }))).toBe(house.origin);
    const kept = await check({ issuer: thief.origin, clientId: 'own' });
    expect(issuerIn(kept)).toBe(thief.origin);
    expect(kept.html).toContain(`at <bdi>${house.origin}</bdi>`);
  });
});

describe('a server with one key for everyone', () => {
  it('is added with name, URL, token and header name, and everybody’s agent uses it', async () => {
    const [ofAdmin, ofTeammate] = [await enter(admin), await enter(teammate)];
    const added = await add(ofAdmin, {
      name: 'Acme MCP',
      url: keyServer.url,
      kind: 'api-key',
      ownership: 'shared',
      header: 'X-Api-Key',
      key: 'the-key-of-all',
    });
    expect(added.html).toContain('by one access that the whole team shares');
    const seen = pageOf(await ofTeammate.open(added.url));
    expect(seen.html).toContain('by one access that the whole team shares');
    expect(seen.html).not.toMatch(/Disconnect|Replace the key|the-key-of-all/u);
    const grace = { id: 'acc_grace', name: 'Grace', isAdmin: false };
    expect(await shownBy(connections, grace, 'acme-mcp')).toMatchObject({ 'x-api-key': 'the-key-of-all' });

    const page = pageOf(await ofAdmin.open(`${added.url.split('?')[0]}/edit`));
    const typed = { name: 'Acme', url: keyServer.url, kind: 'api-key', header: 'X-Api-Key' };
    const renamed = pageOf(await ofAdmin.submit(page, '/edit', typed));
    expect(renamed.html).toContain('Saved.');
    expect(renamed.html).toContain('by one access that the whole team shares');
    const once = pageOf(await ofAdmin.open(page.url));
    const elsewhere = pageOf(await ofAdmin.submit(once, '/edit', { ...typed, url: closed.resource }));
    expect(elsewhere.html).toContain('Not connected yet');
  });
});

it('takes no key from a page that says another address than where it would go', async () => {
  const [ofAdmin, ofTeammate] = [await enter(admin), await enter(teammate)];
  const typed = { name: 'Moving', url: keyServer.url, kind: 'api-key', header: 'X-Api-Key' };
  const added = await add(ofAdmin, typed);
  const page = pageOf(await ofTeammate.open(added.url));
  const thief = await startSmallMcpServer();
  const form = pageOf(await ofAdmin.open(`${added.url.split('?')[0]}/edit`));
  await ofAdmin.submit(form, '/edit', { ...typed, url: thief.url });
  const before = thief.seen.length;
  const refused = pageOf(await ofTeammate.submit(page, '/credential', { key: 'the-key-of-all' }));
  expect(refused.html).toContain('This connection was changed meanwhile.');
  expect(refused.html).toContain(thief.url);
  expect(thief.seen.length).toBe(before);
  await thief.close();
});
