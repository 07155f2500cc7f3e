/** `granthouse connect` with a real browser: the person signs in, allows it, and ends at a page that says so. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { person as ada } from '../../support/authorization-server.ts';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { startHouse, type House } from '../../support/order-desk.ts';
import { describeWhere } from '../../support/run-where.ts';
import { press, signIn, visit } from '../../support/visitor.ts';
import { personAtHome, type PersonAtHome } from './person.ts';

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('granthouse connect in a browser', () => {
  let house: House;
  let browser: Browser;
  let person: PersonAtHome;

  beforeAll(async () => {
    [house, browser, person] = await Promise.all([startHouse(), launchChromium(), personAtHome()]);
  });
  afterAll(async () => {
    await browser.close();
    await person.close();
    await house.close();
  });

  it('is connected when the person has signed in and allowed it', async () => {
    const program = person.start(['connect', house.resource, '--no-browser']);
    const said = await program.complains('/authorize');
    const visitor = await visit(browser, { script: false });
    const page = await visitor.open(/^ {2}(http\S+)$/m.exec(said)?.[1] ?? '');
    await signIn(page, ada);
    expect(await page.locator('body').innerText()).not.toContain('This is not');
    await press(page, 'Allow MCP command line');
    expect(await page.locator('body').innerText()).toMatch(/close this window/);
    await visitor.leave();
    expect(await program.ended).toMatchObject({ code: 0, out: expect.stringMatching(/^Connected to /) });
  });
});
