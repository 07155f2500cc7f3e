/** The site in a real browser: in by the authorization server, a server added, connected, disconnected and removed. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import type { Browser } from 'playwright-core';
import { hasChromium, launchChromium } from '../../../support/chromium.ts';
import { describeWhere } from '../../../support/run-where.ts';
import { bothWays, expectPage, press, signIn, visit } from '../../../support/visitor.ts';
import { madeUpConnections } from './made-up-connections.ts';
import { admin, type RunningSite, startSite, teammate } from './running-site.ts';

describeWhere(hasChromium, 'chromium')('the site of connections', () => {
  let site: RunningSite;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      startSite(() => ({ ...madeUpConnections(), close: async () => {} }) as unknown as Connections),
      launchChromium(),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it.each(bothWays)('is entered by the authorization server, used and left %s', async (_title, how) => {
    const visitor = await visit(browser, how);
    const page = await visitor.open(site.url);
    await expectPage(page, 'Your team’s connections');
    await press(page, 'Sign in');
    await signIn(page, admin);
    await press(page, 'Allow Team connections');
    await expectPage(page, 'Connections');

    await press(page, 'Add connection');
    await expectPage(page, 'Add a connection');
    const name = `Desk ${_title}`;
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Address of the server').fill('https://desk.example/mcp');
    await press(page, 'Add connection');
    await expect(page.getByText('does not say which').waitFor()).resolves.toBeUndefined();
    await press(page, 'Add connection');
    await expectPage(page, name);
    await page.getByLabel('API key or token').fill('wrong');
    await press(page, 'Connect');
    await expect(page.getByRole('alert').innerText()).resolves.toContain('refused');
    expect(await page.content()).not.toContain('wrong"');
    await page.getByLabel('API key or token').fill('right');
    await press(page, 'Connect');
    await expect(page.getByRole('status').innerText()).resolves.toBe('Connected.');
    await page.getByLabel('look').uncheck();
    await press(page, 'Save tools');
    expect(await page.getByLabel('look').isChecked()).toBe(false);
    await press(page, 'Disconnect');
    await expectPage(page, name);
    await press(page, 'Remove this connection');
    await expectPage(page, `Remove ${name}?`);
    await press(page, 'Remove for everyone');
    await expect(page.getByRole('status').innerText()).resolves.toBe('The connection is removed.');
    await press(page, 'Sign out');
    await expectPage(page, 'Your team’s connections');
    await visitor.leave();
    expect(site.logged).toEqual([]);
  });

  it('shows a teammate nothing that only admins may do', async () => {
    const visitor = await visit(browser, { script: false });
    const page = await visitor.open(`${site.url}/add`);
    await press(page, 'Sign in');
    await signIn(page, teammate);
    await press(page, 'Allow Team connections');
    await expectPage(page, 'There is nothing here');
    await visitor.leave();
  });
});
