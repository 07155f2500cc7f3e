/** Back, forward and reload in a real browser: nothing is approved twice, and each page says what is true. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { person } from '../../support/authorization-server.ts';
import { openBrowserHouse, type BrowserHouse } from '../../support/browser-house.ts';
import { hasChromium } from '../../support/chromium.ts';
import type { Attempt } from '../../support/oauth-client.ts';
import { describeWhere } from '../../support/run-where.ts';
import { bothWays, expectPage, press, signIn, type Visitor } from '../../support/visitor.ts';
import { arrived } from '../../support/waiting-app.ts';

const asked = 'An app asks for access to Order desk';
const done = 'This step is done';

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('going back in a browser', () => {
  let house: BrowserHouse;

  beforeAll(async () => {
    house = await openBrowserHouse();
  });

  afterAll(() => house.close());

  describe.each(bothWays)('%s', (_how, options) => {
    let visitor: Visitor;
    let attempt: Attempt;
    let page: Page;

    beforeEach(async () => {
      visitor = await house.visit(options);
      attempt = house.request();
      page = await visitor.open(attempt.url);
    });

    afterEach(() => visitor.leave());

    it('after approving approves nothing again, and the app keeps its access', async () => {
      await signIn(page, person);
      const consent = page.url();
      await press(page, 'Allow Order helper');
      await expectPage(page, arrived);

      await page.goBack();
      expect(page.url()).toBe(consent);
      await expectPage(page, done);
      await page.reload();
      await expectPage(page, done);
      await page.goBack();
      await expectPage(page, done);

      expect(house.app.answersTo(attempt.state)).toHaveLength(1);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('after denying decides nothing anew', async () => {
      await signIn(page, person);
      await press(page, 'Deny');
      await page.goBack();
      await expectPage(page, done);
      expect(house.app.answersTo(attempt.state)).toHaveLength(1);
    });

    it('after signing in leads forward to the decision', async () => {
      await signIn(page, person);
      await page.goBack();
      await expectPage(page, done);
      await page.goForward();
      await expectPage(page, asked);
      await press(page, 'Allow Order helper');
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('after "Not you?" is told that the step is done, and forward leads on', async () => {
      await signIn(page, person);
      await press(page, 'Not you?');
      await page.goBack();
      await expectPage(page, done);
      await page.goForward();
      await expectPage(page, 'Sign in');
    });

    it('after signing out shows nobody, and nothing to sign out of', async () => {
      await signIn(page, person);
      await page.goto(`${house.server.issuer}/sign-out`);
      await press(page, 'Sign out');
      await page.goBack();
      await expectPage(page, 'You are signed out');
    });

    it('reloads what was posted: the same page once more, and signing in goes on from there', async () => {
      await signIn(page, { ...person, password: 'mistyped' });
      await page.reload();
      await expectPage(page, 'Sign in');
      expect(await page.getByRole('alert').textContent()).toContain('do not match');
      // Enter in the address bar asks for the posted address without posting.
      await page.goto(page.url());
      await expectPage(page, 'Sign in');
      expect(await page.getByRole('alert').count()).toBe(0);
      await signIn(page, person);
      await expectPage(page, asked);
      await page.reload();
      await expectPage(page, asked);
    });

    /** The server takes the approval and this many steps after it, and the browser hears of none. */
    async function loseAnswer({ stepsAfter }: { stepsAfter: number }): Promise<void> {
      await page.route(/\/approve$/, async (route) => {
        let answer = await route.fetch({ maxRedirects: 0 });
        for (let steps = 0; steps < stepsAfter; steps += 1)
          answer = await page.request.get(answer.headers()['location'] ?? '', { maxRedirects: 0 });
        await route.abort('aborted');
      });
      const lost = page.waitForEvent('requestfailed');
      await page.getByRole('button', { name: 'Allow Order helper' }).click({ noWaitAfter: true });
      await lost;
      await page.unrouteAll();
    }

    it('presses again when the answer was lost, or the finger was quick, and the app gets one code', async () => {
      await signIn(page, person);
      await loseAnswer({ stepsAfter: 0 });
      await press(page, 'Allow Order helper');
      await expectPage(page, arrived);
      expect(house.app.answersTo(attempt.state)).toHaveLength(1);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('presses again when the code was lost on its way, gets no second one, and is told what to do', async () => {
      await signIn(page, person);
      await loseAnswer({ stepsAfter: 1 });
      await press(page, 'Allow Order helper');
      await expectPage(page, done);
      expect(await page.getByRole('main').innerText()).toContain('start connecting again');
      expect(house.app.answersTo(attempt.state)).toEqual([]);
    });
  });
});
