/** Somebody who leaves is signed out of the pages at once, in every process, and does not come in again the same day. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { Browser } from '../../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../../support/connect.ts';
import { ada, startConnections } from '../../../support/team.ts';
import { admin, type RunningSite, startSite, teammate } from './running-site.ts';

const storage = memoryEngine();
let site: RunningSite;
let besides: Connections;

beforeAll(async () => {
  site = await startSite(() => startConnections(storage), { storage });
  besides = await startConnections(storage);
});
afterAll(async () => {
  await besides.close();
  await site.close();
});

async function enter(who: typeof admin) {
  const browser = new Browser();
  const away = sentTo(await browser.open(`${site.url}/sign-in`));
  return { browser, page: pageOf(await browser.open(await authorize(away, { who }))) };
}

it('is known by the login of the last sign-in, however it is typed', async () => {
  const [first, second] = [await enter(teammate), await enter(teammate)];
  const ofAdmin = await enter(admin);
  expect(first.page.html).toContain('Sign out');
  expect(await besides.forget(ada, ` ${teammate.login.toUpperCase()}`)).toMatchObject({ sessions: 2, accesses: [] });
  for (const { browser } of [first, second]) {
    expect(pageOf(await browser.open(site.url)).html).not.toContain('Sign out');
  }
  expect(pageOf(await ofAdmin.browser.open(site.url)).html).toContain('Sign out');
  const again = await enter(teammate);
  expect(again.page.html).toContain('You have been removed from here.');
  expect(pageOf(await again.browser.open(site.url)).html).not.toContain('Sign out');
  expect(site.logged).toEqual([]);
  expect(await besides.forget(ada, teammate.login)).toBeUndefined();
});
