/** Several requests, tabs and browsers at once: each tab can finish, or says plainly why not and what to do. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { person } from '../../support/authorization-server.ts';
import { openBrowserHouse, type BrowserHouse } from '../../support/browser-house.ts';
import { hasChromium } from '../../support/chromium.ts';
import { describeWhere } from '../../support/run-where.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { bothWays, expectPage, press, signIn, type Visitor } from '../../support/visitor.ts';
import { arrived } from '../../support/waiting-app.ts';

const asked = 'An app asks for access to Order desk';
const done = 'This step is done';
const outOfDate = 'This page is out of date';
const expired = 'This page has expired';
const grace = { login: 'grace@example.com', password: 'another fine password' };

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('a browser with several tabs', () => {
  let house: BrowserHouse;
  const clock = createTestClock();

  beforeAll(async () => {
    house = await openBrowserHouse({ now: clock.now, storage: memoryEngine({ now: clock.now }) });
    await house.server.accounts.add(grace);
  });

  afterAll(() => house.close());

  describe.each(bothWays)('%s', (_how, options) => {
    let visitor: Visitor;

    beforeEach(async () => {
      visitor = await house.visit(options);
    });

    afterEach(() => visitor.leave());

    it('finishes two requests that were opened before anybody signed in', async () => {
      const [first, second] = [house.request(), house.request()];
      const [one, other] = [await visitor.open(first.url), await visitor.open(second.url)];
      await signIn(one, person);
      await signIn(other, person);
      await expectPage(other, asked);
      await press(one, 'Allow Order helper');
      await press(other, 'Allow Order helper');
      await expectPage(one, arrived);
      await expectPage(other, arrived);
      expect((await house.redeem(first)).status).toBe(200);
      expect((await house.redeem(second)).status).toBe(200);
    });

    it('finishes a request whose tab waits at its decision while another one is decided', async () => {
      const [first, second] = [house.request(), house.request()];
      const one = await visitor.open(first.url);
      await signIn(one, person);
      const other = await visitor.open(second.url);
      await press(other, 'Deny');
      await press(one, 'Allow Order helper');
      expect((await house.redeem(first)).status).toBe(200);
      expect(house.app.answersTo(second.state).map(({ fields }) => fields['error'])).toEqual(['access_denied']);
    });

    it('approves once, although the same decision is open in two tabs', async () => {
      const attempt = house.request();
      const one = await visitor.open(attempt.url);
      await signIn(one, person);
      const other = await visitor.open(one.url());
      await press(one, 'Allow Order helper');
      await press(other, 'Allow Order helper');
      await expectPage(other, done);
      expect(house.app.answersTo(attempt.state)).toHaveLength(1);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('never approves for one person what another one read', async () => {
      const attempt = house.request();
      const one = await visitor.open(attempt.url);
      await signIn(one, person);
      const other = await visitor.open(house.request({ prompt: 'login' }).url);
      await signIn(other, grace);
      await expectPage(other, asked);
      await press(one, 'Allow Order helper');
      await expectPage(one, outOfDate);
      expect(house.app.answersTo(attempt.state)).toEqual([]);
    });

    it('keeps no decision open after signing out in another tab', async () => {
      const attempt = house.request();
      const one = await visitor.open(attempt.url);
      await signIn(one, person);
      const other = await visitor.open(`${house.server.issuer}/sign-out`);
      await press(other, 'Sign out');
      await press(one, 'Allow Order helper');
      await expectPage(one, outOfDate);
      expect(house.app.answersTo(attempt.state)).toEqual([]);
    });

    it('says that a page has expired, and what to do', async () => {
      const page = await visitor.open(house.request().url);
      clock.advance(601_000);
      // At the same moment a browser drops the cookie by its own clock, which no test can move.
      await visitor.context.clearCookies({ name: 'granthouse_interaction' });
      await signIn(page, person);
      await expectPage(page, expired);
      expect(await page.getByRole('main').innerText()).toContain('Start connecting again');
    });

    it('shows a finished request no more', async () => {
      const page = await visitor.open(house.request().url);
      const interaction = page.url();
      await press(page, 'Cancel');
      await page.goto(interaction);
      await expectPage(page, done);
    });

    it('shows nothing of a request that another browser began', async () => {
      const own = await visitor.open(house.request().url);
      const stranger = await house.visit(options);
      const page = await stranger.open(own.url());
      await expectPage(page, expired);
      expect(await page.getByRole('button').count()).toBe(0);
      await stranger.leave();
      await signIn(own, person);
      await expectPage(own, asked);
    });

    it('stops where the app is unknown, or wants the answer elsewhere', async () => {
      const unknown = await visitor.open(house.request({ client_id: 'nobody' }).url);
      await expectPage(unknown, 'This app needs to be connected again');
      const elsewhere = await visitor.open(house.request({ redirect_uri: 'https://evil.example/callback' }).url);
      await expectPage(elsewhere, 'We stopped, to keep you safe');
      for (const page of [unknown, elsewhere]) expect(new URL(page.url()).origin).toBe(house.server.issuer);
      await expectPage(await visitor.open(`${house.server.issuer}/nowhere`), 'This page does not exist');
    });
  });
});
