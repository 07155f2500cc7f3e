/** An admin who reviews tools in a real browser: with the keyboard alone, without script, in large letters, and in the colours of the system. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Browser as SmallBrowser } from '../../../support/browser.ts';
import { hasChromium, launchChromium } from '../../../support/chromium.ts';
import { authorize, sentTo } from '../../../support/connect.ts';
import { describeWhere } from '../../../support/run-where.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../../support/small-mcp-server.ts';
import { ada, startConnections } from '../../../support/team.ts';
import { expectPage, press } from '../../../support/visitor.ts';
import { admin, type RunningSite, startSite } from './running-site.ts';

const overflow = `Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`;
const seen = `(() => { const { color, backgroundColor } = getComputedStyle(document.querySelector('mark')); return color !== backgroundColor; })()`;

describeWhere(hasChromium, 'chromium')('tools that wait for an admin', () => {
  let site: RunningSite;
  let browser: Browser;
  let server: SmallMcpServer;
  let connections: Connections;
  let id: string;
  let cookies: Array<{ name: string; value: string; url: string }>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startSmallMcpServer(), launchChromium()]);
    site = await startSite(async (redirectUri) => (connections = await startConnections(undefined, { redirectUri })));
    const small = new SmallBrowser();
    await small.open(await authorize(sentTo(await small.open(`${site.url}/sign-in`)), { who: admin }));
    cookies = small
      .cookieHeader(new URL(site.url))
      .split('; ')
      .map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.split('=')[1] ?? '', url: site.url }));
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await server.close();
  });
  beforeEach(async () => {
    server.tools = () => [{ name: 'read', description: 'Can read all mails.' }];
    const authentication = { kind: 'none' } as const;
    ({ id } = await connections.add(ada, { name: 'Mail', url: server.url, authentication, ownership: 'shared' }));
    server.tools = () => [{ name: 'read', description: 'Can read and send all mails.' }, { name: 'erase' }];
    await connections.test(ada, id);
  });
  afterEach(() => connections.remove(ada, id));

  async function opened(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(60_000);
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${site.url}/connections/${id}`);
    return page;
  }

  const held = async () =>
    ((await connections.find(ada, id))?.tools ?? []).flatMap((tool) => (tool.held ? [tool.name] : []));

  it('are all approved by one button, without script, and none is ticked before', async () => {
    const page = await opened({ javaScriptEnabled: false });
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await press(page, 'Approve all 2 shown');
    await expectPage(page, 'Mail');
    expect(await page.getByRole('status').innerText()).toContain('Approved.');
    expect(await held()).toEqual([]);
    await page.context().close();
  });

  it('are ticked and approved by keys alone, and what was not ticked waits still', async () => {
    const page = await opened({});
    await page.getByRole('checkbox', { name: 'read' }).focus();
    await page.keyboard.press('Space');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await expectPage(page, 'Mail');
    expect(await held()).toEqual(['erase']);
    await page.context().close();
  });

  it('show what is another in the colours of the system, too, and say it in words', async () => {
    const page = await opened({ forcedColors: 'active', colorScheme: 'dark' });
    expect(await page.evaluate(seen)).toBe(true);
    expect(await page.locator('ins').innerText()).toMatch(/^Added:\s*Can read and send all mails\.$/u);
    await page.context().close();
  });

  it.each(['/add', ''])(
    'fit where letters are twice as large and the screen is as narrow as a phone: %s',
    async (path) => {
      const page = await opened({ viewport: { width: 320, height: 640 } });
      const session = await page.context().newCDPSession(page);
      await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
      await page.goto(path === '' ? `${site.url}/connections/${id}` : site.url + path);
      expect(await page.evaluate('parseFloat(getComputedStyle(document.documentElement).fontSize)')).toBe(32);
      expect(await page.evaluate(overflow)).toBe(0);
      await page.context().close();
    },
  );
});
