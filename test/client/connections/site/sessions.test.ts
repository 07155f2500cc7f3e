/** Sessions at the site: nobody gets in by what they wrote into the store, or into a link. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { createHash } from 'node:crypto';
import { Browser } from '../../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../../support/connect.ts';
import { madeUpConnections } from './made-up-connections.ts';
import { admin, type RunningSite, startSite, teammate } from './running-site.ts';

const storage = memoryEngine();
let site: RunningSite;

beforeAll(async () => {
  const connections = { ...madeUpConnections(), close: async () => {} } as unknown as Connections;
  site = await startSite(() => connections, { storage });
});
afterAll(() => site.close());

async function enter(who: typeof admin, to = '/') {
  const browser = new Browser();
  const away = sentTo(await browser.open(`${site.url}/sign-in?to=${encodeURIComponent(to)}`));
  return { browser, page: pageOf(await browser.open(await authorize(away, { who }))) };
}

const idIn = (browser: Browser) =>
  /granthouse_connections_session=([^;]+)/u.exec(browser.cookieHeader(new URL(site.url)))?.[1] ?? '';
const keyOf = (id: string) => createHash('sha256').update(`session\n${id}`).digest('base64url');
const shown = async (id: string) =>
  (await fetch(site.url, { headers: { cookie: `granthouse_connections_session=${id}` } })).text();

it('is nobody’s that somebody wrote into the store, or moved there from another', async () => {
  const [{ browser: ofAdmin }, { browser: ofTeammate }] = [await enter(admin), await enter(teammate)];
  const store = await storage.open({ connection_site_session: { indexes: [] } });
  const [fromAdmin, own] = [keyOf(idIn(ofAdmin)), keyOf(idIn(ofTeammate))];
  const stolen = (await store.get('connection_site_session', fromAdmin)) ?? {};
  expect(JSON.stringify(stolen)).not.toContain(admin.login);
  const person = { id: 'anybody', name: 'Admin', login: admin.login };
  await store.put('connection_site_session', keyOf('made-up'), { person, sealed: JSON.stringify(person) });
  expect(await shown('made-up')).not.toContain('Sign out');
  await store.put('connection_site_session', own, stolen);
  expect(await shown(idIn(ofTeammate))).not.toContain('Sign out');
  expect(await shown(idIn(ofAdmin))).toContain('Add connection');
});

it.each([
  ['letters that no header has', '/\u4E2D\u6587'],
  ['a character without a sign', '/\u0000x'],
  ['more than any of them has', `/${'x'.repeat(500)}`],
])('begins at the list when a link leads to a page of %s', async (_, to) => {
  const { page } = await enter(teammate, to);
  expect(page.url).toBe(`${site.url}/`);
  expect(page.html).toContain('Sign out');
  expect(site.logged).toEqual([]);
});
