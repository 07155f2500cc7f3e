/** The pages in a real browser, with their real headers: what axe finds, what fits, what the keyboard reaches. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { describeWhere } from '../../support/run-where.ts';
import { servePages, type PageServer } from './page-server.ts';
import { states } from './states.ts';

const isStyled = `document.styleSheets[0].cssRules.length > 20`;
const axeFindings = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`;
const overflow = `Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`;
const smallTargets = `[...document.querySelectorAll('button, .button, .quiet, summary, input:not([type=hidden])')]
  .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.outerHTML)`;
const focused = `(document.activeElement.id || document.activeElement.textContent).trim()`;

const phone = { width: 390, height: 844 };
/** What a desktop of 1280 pixels has room for at 400 %. */
const zoomed = { width: 320, height: 200 };

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('the pages in a browser', () => {
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), servePages()]);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('axe finds nothing, nothing overflows, every target can be hit, and the pages’ own policy refuses nothing', async () => {
    const page = await browser.newPage({ viewport: phone });
    const refused: string[] = [];
    page.on('console', (message) => void refused.push(message.text()));
    for (const { name } of states) {
      await page.setViewportSize(phone);
      await page.goto(`${server.origin}/${name}`);
      // The hostile names stand on one page with the same structure: axe reads it once.
      const isNew = !name.startsWith('consent-name-') || name.endsWith('-long');
      if (isNew) await page.evaluate(axe.source);
      const found = {
        name,
        styled: await page.evaluate(isStyled),
        axe: isNew ? await page.evaluate(axeFindings) : [],
        onPhone: [await page.evaluate(overflow), await page.evaluate(smallTargets)],
        zoomed: await page.setViewportSize(zoomed).then(() => page.evaluate(overflow)),
      };
      expect(found).toEqual({ name, styled: true, axe: [], onPhone: [0, []], zoomed: 0 });
    }
    expect(refused).toEqual([]);
    await page.close();
  });

  it.each(['sign-in-wrong', 'consent', 'error', 'home'])('axe finds nothing in the dark on %s', async (name) => {
    const page = await browser.newPage({ viewport: phone, colorScheme: 'dark' });
    await page.goto(`${server.origin}/${name}`);
    await page.evaluate(axe.source);
    expect(await page.evaluate(axeFindings)).toEqual([]);
    await page.close();
  });

  it('the keyboard alone reaches everything, in the order of reading', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/consent`);
    const reached: unknown[] = [];
    for (let presses = 0; presses < 6; presses += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(focused));
    }
    const help = 'help@northwind.example';
    expect(reached).toEqual(['Not you?', help, 'Allow Cursor', 'Deny', 'Details for builders', help]);
    await page.close();
  });

  it('after a wrong password the keyboard is in the password field, which is described by the problem', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/sign-in-wrong`);
    expect(await page.evaluate(focused)).toBe('password');
    const description = await page.evaluate(
      `document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent`,
    );
    expect(description).toContain('do not match');
    await page.close();
  });
});
