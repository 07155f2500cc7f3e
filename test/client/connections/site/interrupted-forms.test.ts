/** A form that is sent when the session has ended, twice, or from a page of a session before: nothing is done unseen, and little is lost. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { Browser, type Page } from '../../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../../support/connect.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../../support/small-mcp-server.ts';
import { ada, startConnections } from '../../../support/team.ts';
import { createTestClock } from '../../../support/test-clock.ts';
import { filledForm, send } from './filled-form.ts';
import { admin, type RunningSite, startSite, teammate } from './running-site.ts';

const clock = createTestClock();
let site: RunningSite;
let connections: Connections;
let server: SmallMcpServer;

beforeAll(async () => {
  server = await startSmallMcpServer();
  const start = async (redirectUri: string) =>
    (connections = await startConnections(undefined, { redirectUri, now: clock.now }));
  site = await startSite(start, { now: clock.now });
});
afterAll(async () => {
  await site.close();
  await server.close();
});

/** Where the person wanted to go. */
async function enter(browser: Browser, who: typeof admin, to = '/'): Promise<Page> {
  const away = sentTo(await browser.open(`${site.url}/sign-in?to=${encodeURIComponent(to)}`));
  return pageOf(await browser.open(await authorize(away, { who })));
}

async function entered(who = admin): Promise<Browser> {
  const browser = new Browser();
  await enter(browser, who);
  return browser;
}

const added = (name: string) =>
  connections.add(ada, { name, url: server.url, authentication: { kind: 'none' }, ownership: 'shared' });

const typed = { name: 'Half typed', kind: 'api-key', ownership: 'shared', header: 'X-Own', key: 'typed-in-secret' };

function filled(page: Page, form: string, fields: Record<string, string>) {
  const made = filledForm(page, form);
  for (const [name, value] of Object.entries(fields)) made.body.set(name, value);
  return made;
}

/** What the store has forgotten, the browser still shows. */
async function endSession(browser: Browser): Promise<void> {
  const jar = browser.cookieHeader(new URL(site.url));
  const page = pageOf(await browser.open(site.url));
  const body = new URLSearchParams({ csrf: filledForm(page, '/sign-out').body.get('csrf') ?? '' });
  const ended = await fetch(`${site.url}/sign-out`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: jar },
  });
  expect(ended.status).toBe(303);
}

describe('a form that is sent when the session has ended', () => {
  it.each(['/add', '/edit'])('is there again for whoever signs in, without what is secret, once: %s', async (form) => {
    const browser = await entered();
    const { id } = await added(`Any ${form}`);
    const path = form === '/add' ? form : `/connections/${id}/edit`;
    const page = pageOf(await browser.open(site.url + path));
    await endSession(browser);
    const away = await send(browser, page, filled(page, form, { ...typed, url: server.url, step: 'add' }));
    expect([away.status, away.html]).toEqual([403, expect.stringContaining('you find what you entered')]);
    expect(away.headers.get('set-cookie')).toMatch(/kept_form=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=900$/u);
    const [kept = ''] = away.headers.getSetCookie();
    const back = await fetchedWith(await entered(), kept, path);
    expect(back).toContain('This is what you had entered. Nothing of it is saved yet');
    expect(back).toContain('value="Half typed"');
    expect(back).toContain('value="X-Own"');
    expect(back).toMatch(/^granthouse_kept_form=; .*Max-Age=0$/mu);
    expect(back).not.toContain('typed-in-secret');
    expect(JSON.stringify(await connections.list(ada))).not.toContain('Half typed');
    clock.advance(901_000);
    expect(await fetchedWith(await entered(), kept, path)).not.toContain('Half typed');
  });

  it('is not kept where another site sent it, nor what is a key or a deed', async () => {
    const stranger = {
      method: 'POST',
      body: new URLSearchParams({ name: 'Trust me' }),
      headers: { origin: 'https://evil.example' },
    };
    const own = { ...stranger, headers: { origin: site.url } };
    for (const [path, init] of [
      ['/add', stranger],
      ['/connections/a/credential', own],
      ['/add', { ...own, headers: {} }],
    ] as const) {
      const answer = await fetch(site.url + path, init);
      expect([path, answer.status, answer.headers.get('set-cookie')]).toEqual([path, 403, null]);
      expect(await answer.text()).toContain('nothing was done. Sign in, and do it once more.');
    }
  });
});

/** A page, and the cookies that it sets, with one more cookie than the browser has. */
async function fetchedWith(browser: Browser, setCookie: string, path: string): Promise<string> {
  const cookie = `${browser.cookieHeader(new URL(site.url))}; ${setCookie.split(';')[0]}`;
  const answer = await fetch(site.url + path, { headers: { cookie } });
  return `${answer.headers.getSetCookie().join('\n')}\n${await answer.text()}`;
}

describe('a form of a page that a session before was shown', () => {
  it('is shown again, and does nothing', async () => {
    const browser = await entered();
    const page = pageOf(await browser.open(`${site.url}/add`));
    await enter(browser, admin);
    const again = await send(browser, page, filled(page, '/add', { ...typed, url: server.url, step: 'add' }));
    expect([again.status, again.html]).toEqual([422, expect.stringContaining('You have signed in anew')]);
    expect(again.html).toContain('value="Half typed"');
    expect(again.html).not.toContain('typed-in-secret');
    const saved = await send(browser, again, filled(again, '/add', { key: 'typed-again', step: 'add' }));
    expect(saved.html).toContain('The connection is added.');
  });

  it('approves and switches nothing, and keeps what was chosen', async () => {
    const browser = await entered();
    const { id } = await added('Switched');
    const page = pageOf(await browser.open(`${site.url}/connections/${id}`));
    await enter(browser, admin);
    const form = filledForm(page, '/tools');
    form.body.delete('on');
    const again = await send(browser, page, form);
    expect([again.status, again.html]).toEqual([422, expect.stringContaining('Not saved yet')]);
    expect((await connections.find(ada, id))?.tools).toMatchObject([{ isOn: true }]);
    expect((await send(browser, again, filledForm(again, '/tools'))).html).toContain('Saved.');
    expect((await connections.find(ada, id))?.tools).toMatchObject([{ isOn: false }]);
  });

  it('says nothing to those who are no admins', async () => {
    const browser = await entered();
    const page = pageOf(await browser.open(`${site.url}/add`));
    await enter(browser, teammate);
    const refused = await send(browser, page, filled(page, '/add', { ...typed, url: server.url, step: 'add' }));
    expect([refused.status, refused.html]).toEqual([403, expect.stringContaining('This is not allowed to you')]);
  });
});

describe('a button that is pressed twice', () => {
  it('adds once, and leads to what was added', async () => {
    const browser = await entered();
    const page = pageOf(await browser.open(`${site.url}/add`));
    const form = filled(page, '/add', {
      name: 'Twice',
      url: server.url,
      kind: 'none',
      ownership: 'shared',
      step: 'add',
    });
    const both = await Promise.all([send(browser, page, form), send(browser, page, form)]);
    expect(both.map(({ html }) => html.includes('The connection is added.'))).toEqual([true, true]);
    expect((await connections.list(ada)).filter(({ name }) => name === 'Twice')).toHaveLength(1);
    clock.advance(1);
    const anew = pageOf(await browser.open(`${site.url}/add`));
    const other = filled(anew, '/add', Object.fromEntries(form.body));
    other.body.set('openedAt', filledForm(anew, '/add').body.get('openedAt') ?? '');
    expect((await send(browser, anew, other)).html).toContain('Another connection has this name');
  });

  it('changes once, and says so both times', async () => {
    const browser = await entered();
    const { id } = await added('Changed');
    const page = pageOf(await browser.open(`${site.url}/connections/${id}/edit`));
    const form = filled(page, '/edit', { name: 'Changed twice' });
    for (let times = 0; times < 2; times += 1) expect((await send(browser, page, form)).html).toContain('Saved.');
  });

  it('disconnects, and says nothing of the server that is not so', async () => {
    const browser = await entered();
    const wanted = { name: 'Left', url: server.url, authentication: { kind: 'api-key' }, ownership: 'shared' } as const;
    const { id } = await connections.add(ada, wanted);
    await connections.giveCredential(ada, id, { key: 'a-key' });
    const page = pageOf(await browser.open(`${site.url}/connections/${id}`));
    const form = filledForm(page, '/disconnect');
    expect((await send(browser, page, form)).html).toContain('Disconnected. What you gave was deleted here');
    expect((await send(browser, page, form)).html).not.toMatch(/Disconnected|role="alert"/u);
  });

  it('removes, and says so both times', async () => {
    const browser = await entered();
    const { id } = await added('Gone');
    const page = pageOf(await browser.open(`${site.url}/connections/${id}/remove`));
    const form = filledForm(page, '/remove');
    for (let times = 0; times < 2; times += 1) {
      expect((await send(browser, page, form)).html).toContain('The connection is removed.');
    }
  });
});
