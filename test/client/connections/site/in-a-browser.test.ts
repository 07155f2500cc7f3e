/** Every state of the pages in a real browser, with their real headers: what axe finds, what fits, what can be hit. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { servePages, type PageServer } from '../../../authorization-server/pages/page-server.ts';
import { hasChromium, launchChromium } from '../../../support/chromium.ts';
import { describeWhere } from '../../../support/run-where.ts';
import { script, siteSheet, siteStates } from './states.ts';

const axeFindings = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`;
const overflow = `Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`;
// What is small itself is hit by its whole row.
const smallTargets = `[...document.querySelectorAll('button, .button, .quiet, summary, .choice, .switch, input')]
  .filter((element) => element.checkVisibility() && !['radio', 'checkbox', 'hidden'].includes(element.type))
  .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.outerHTML)`;

const phone = { width: 390, height: 844 };
/** What a desktop of 1280 pixels has room for at 400 %. */
const zoomed = { width: 320, height: 200 };

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('the pages of connections in a browser', () => {
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    const pages = { states: siteStates, sheet: siteSheet, script };
    [browser, server] = await Promise.all([launchChromium(), servePages(pages)]);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each(['light', 'dark'] as const)(
    'axe finds nothing in the %s, nothing overflows, every target can be hit, and the policy refuses nothing',
    async (colorScheme) => {
      const page = await browser.newPage({ viewport: phone, colorScheme });
      const refused: string[] = [];
      page.on('console', (message) => {
        if (!message.text().startsWith('[DOM]')) refused.push(message.text());
      });
      for (const { name } of siteStates) {
        await page.setViewportSize(phone);
        await page.goto(`${server.origin}/${name}`);
        await page.evaluate(axe.source);
        const found = {
          name,
          axe: await page.evaluate(axeFindings),
          onPhone: [await page.evaluate(overflow), await page.evaluate(smallTargets)],
          zoomed: await page.setViewportSize(zoomed).then(() => page.evaluate(overflow)),
        };
        expect(found).toEqual({ name, axe: [], onPhone: [0, []], zoomed: 0 });
      }
      expect(refused).toEqual([]);
      await page.close();
    },
  );

  it('shows only what belongs to the chosen way to sign in', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/site-add`);
    const shown = async () => {
      await page.locator('summary').evaluate((summary) => summary.parentElement?.setAttribute('open', ''));
      const names = ['Client ID', 'Header that carries it', 'Access token for everyone', 'Names of the headers'];
      const seen = await Promise.all(names.map((name) => page.getByLabel(name).isVisible()));
      return names.filter((_name, index) => seen[index]);
    };
    expect(await shown()).toEqual(['Client ID']);
    await page.getByText('API key', { exact: true }).click();
    expect(await shown()).toEqual(['Header that carries it']);
    await page.getByText('One for everyone').click();
    expect(await shown()).toEqual(['Header that carries it', 'Access token for everyone']);
    await page.getByText('Custom headers', { exact: true }).click();
    expect(await shown()).toEqual(['Names of the headers']);
    await page.close();
  });

  it('the return key adds, and copying puts the address on the clipboard', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    // The button says so for two seconds only, which may be over before anybody looks.
    await page.clock.install({ time: 0 });
    await page.goto(`${server.origin}/site-list-admin`);
    await page.clock.pauseAt(60_000);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('https://connections.northwind.example/mcp');
    await page.goto(`${server.origin}/site-add-found`);
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    expect((await posted).postData()).toContain('step=add');
    await context.close();
  });
});
