/** What the site keeps out: forms and answers of others, stolen stores, guessed paths, and whoever is not signed in. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { Browser, type Page } from '../../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../../support/connect.ts';
import { createTestClock } from '../../../support/test-clock.ts';
import { madeUpConnections } from './made-up-connections.ts';
import { admin, type RunningSite, startSite, teammate } from './running-site.ts';

const clock = createTestClock();
const storage = memoryEngine({ now: clock.now });
let site: RunningSite;
const registry = madeUpConnections();

beforeAll(async () => {
  const connections = { ...registry, close: async () => {} } as unknown as Connections;
  site = await startSite(() => connections, { storage, now: clock.now });
});
afterAll(() => site.close());

async function enter(who: typeof admin, browser = new Browser()): Promise<{ browser: Browser; home: Page }> {
  const away = sentTo(await browser.open(`${site.url}/sign-in`));
  return { browser, home: pageOf(await browser.open(await authorize(away, { who }))) };
}

const add = async (browser: Browser, fields: Record<string, string> = {}) => {
  const page = pageOf(await browser.open(`${site.url}/add`));
  const typed = {
    name: `Desk ${Math.random()}`,
    url: 'https://desk.example/mcp',
    kind: 'api-key',
    ownership: 'personal',
    step: 'add',
  };
  return pageOf(await browser.submit(page, '/add', { ...typed, ...fields }));
};

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(site.url + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

describe('signing in', () => {
  it('shows nothing of the connections to whoever is not signed in', async () => {
    const { browser } = await enter(admin);
    const { url } = await add(browser, { name: 'Secret plans' });
    for (const path of ['/', '/add', new URL(url).pathname, '/oauth/callback?state=x', '/nowhere']) {
      const answer = await fetch(site.url + path);
      expect({ path, status: answer.status }).toEqual({ path, status: path === '/' ? 200 : 403 });
      expect(await answer.text()).not.toContain('Secret plans');
    }
    const sent = await post('/connections/abc/credential', 'key=x');
    expect([sent.status, await sent.text()]).toEqual([403, expect.stringContaining('to=%2Fconnections%2Fabc"')]);
  });

  it('takes an answer only in the browser that asked, once, and in time', async () => {
    const browser = new Browser();
    const away = sentTo(await browser.open(`${site.url}/sign-in`));
    const answer = await authorize(away, { who: teammate });
    expect(pageOf(await new Browser().open(answer)).html).toContain('another browser');
    expect(pageOf(await browser.open(answer)).html).toContain('Sign out');
    const again = pageOf(await new Browser().open(answer));
    expect(again.html).not.toContain('Sign out');
    const late = sentTo(await browser.open(`${site.url}/sign-in`));
    const lateAnswer = await authorize(late, { who: teammate });
    clock.advance(901_000);
    expect(pageOf(await browser.open(lateAnswer)).html).toContain('another attempt');
  });

  it.each([
    ['another site', 'https://evil.example/'],
    ['another site without a scheme', '//evil.example/'],
    ['another site behind a backslash', '/\\evil.example'],
    ['a line of its own', '/\r\nset-cookie: a=b'],
  ])('leads nowhere but to a page of its own: %s', async (_title, to) => {
    const browser = new Browser();
    const away = sentTo(await browser.open(`${site.url}/sign-in?to=${encodeURIComponent(to)}`));
    expect(pageOf(await browser.open(await authorize(away, { who: teammate }))).url).toBe(`${site.url}/`);
  });

  it('ends after twelve hours, and at once when the person signs out', async () => {
    const [{ browser }, second] = [await enter(teammate), await enter(teammate)];
    expect(pageOf(await second.browser.submit(second.home, '/sign-out')).html).toContain('You are signed out here');
    expect(pageOf(await second.browser.open(site.url)).html).not.toContain('Sign out');
    clock.advance((12 * 3600 - 10) * 1000);
    expect(pageOf(await browser.open(site.url)).html).toContain('Sign out');
    clock.advance(20_000);
    expect(pageOf(await browser.open(site.url)).html).not.toContain('Sign out');
  });

  it('keeps no more than a few sign-ins that nobody ended', async () => {
    const browser = new Browser();
    for (let times = 0; times < 30; times += 1) sentTo(await browser.open(`${site.url}/sign-in`));
    const away = sentTo(await browser.open(`${site.url}/sign-in`));
    expect(pageOf(await browser.open(await authorize(away, { who: teammate }))).html).toContain('Sign out');
  });

  it('stores no value by which a session could be taken over', async () => {
    const { browser } = await enter(teammate);
    const store = await storage.open({ connection_site_session: { indexes: [] } });
    const kept = JSON.stringify(await store.list('connection_site_session'));
    const held = browser.cookieHeader(new URL(site.url));
    expect(held).toContain('granthouse_connections_session=');
    for (const pair of held.split('; ')) expect(kept).not.toContain(pair.split('=')[1]);
  });
});

describe('a form', () => {
  it.each([
    ['of another site', (csrf: string) => ({ csrf, origin: 'https://evil.example' })],
    ['of nobody’s page', () => ({ csrf: '', origin: undefined })],
    ['of another session', () => ({ csrf: 'a'.repeat(43), origin: undefined })],
  ])('%s is not acted on', async (_title, forged) => {
    const { browser, home } = await enter(admin);
    const { csrf, origin } = forged(home.forms[0]?.fields['csrf'] ?? '');
    const headers = { cookie: browser.cookieHeader(new URL(site.url)), ...(origin !== undefined && { origin }) };
    const before = pageOf(await browser.open(site.url)).html;
    const answer = await post(
      '/add',
      new URLSearchParams({ csrf, name: 'x', url: 'https://x.example' }).toString(),
      headers,
    );
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('not valid any more');
    expect(pageOf(await browser.open(site.url)).html).toBe(before);
  });

  it('that is too long, or none, is refused, and never by a fault of ours', async () => {
    const { browser } = await enter(admin);
    const cookie = browser.cookieHeader(new URL(site.url));
    const statuses = await Promise.all([
      post('/add', `csrf=${'a'.repeat(2_600_000)}`, { cookie }).then(({ status }) => status),
      post('/add', '{}', { cookie, 'content-type': 'application/json' }).then(({ status }) => status),
      post('/connections/none/test', 'csrf=a', { cookie }).then(({ status }) => status),
      post('/connections/none/explode', 'csrf=a', { cookie }).then(({ status }) => status),
      fetch(`${site.url}/add`, { method: 'DELETE', headers: { cookie } }).then(({ status }) => status),
    ]);
    expect(statuses).toEqual([413, 403, 403, 404, 405]);
    expect(site.logged).toEqual([]);
  });

  it('of a teammate adds, changes, switches and removes nothing', async () => {
    const [{ browser: ofAdmin }, { browser, home }] = [await enter(admin), await enter(teammate)];
    const { url } = await add(ofAdmin);
    const csrf = home.forms[0]?.fields['csrf'] ?? '';
    const at = new URL(url).pathname;
    const headers = { cookie: browser.cookieHeader(new URL(site.url)) };
    for (const path of ['/add', `${at}/tools`, `${at}/remove`]) {
      const body = new URLSearchParams({ csrf, name: 'x', url: 'https://x.example', kind: 'none', shown: 'look' });
      expect({ path, status: (await post(path, body.toString(), headers)).status }).toEqual({ path, status: 403 });
    }
    for (const page of ['edit', 'remove']) {
      expect(pageOf(await browser.open(`${site.url}${at}/${page}`)).status).toBe(404);
    }
  });
});

describe('a page', () => {
  it('never shows what was typed as a secret, also when it was refused', async () => {
    const { browser } = await enter(admin);
    const refused = await add(browser, {
      name: '',
      ownership: 'shared',
      key: 'shown-to-nobody',
      clientSecret: 'nor-this',
    });
    const { url } = await add(browser, { ownership: 'shared' });
    const page = pageOf(await browser.open(url));
    const wrong = pageOf(await browser.submit(page, '/credential', { key: 'wrong-and-shown-to-nobody' }));
    expect(wrong.html).toContain('refused');
    for (const { html } of [refused, page, wrong]) expect(html).not.toMatch(/shown-to-nobody|nor-this/u);
  });

  it('runs nothing, loads nothing and is framed nowhere but as its policy says', async () => {
    const { headers } = await fetch(site.url);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is not served under another name for this machine', async () => {
    const { port } = new URL(site.url);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(421);
  });

  it('says who this site is, for servers that read such documents', async () => {
    const document = (await (await fetch(`${site.url}/oauth/client.json`)).json()) as Record<string, unknown>;
    expect(document).toMatchObject({
      client_id: `${site.url}/oauth/client.json`,
      client_name: 'Team connections of Northwind',
      redirect_uris: [`${site.url}/oauth/callback`],
    });
  });
});
