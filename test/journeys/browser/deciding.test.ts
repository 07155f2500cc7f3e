/** A person signs in and decides, in a real browser: right and wrong passwords, yes and no, another account, signing out. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { person } from '../../support/authorization-server.ts';
import { openBrowserHouse, type BrowserHouse } from '../../support/browser-house.ts';
import { hasChromium } from '../../support/chromium.ts';
import type { TokenAnswer } from '../../support/oauth-client.ts';
import { describeWhere } from '../../support/run-where.ts';
import { bothWays, expectPage, press, signIn, type Visitor } from '../../support/visitor.ts';
import { arrived } from '../../support/waiting-app.ts';

const asked = 'An app asks for access to Order desk';
const grace = { login: 'grace@example.com', password: 'a passphrase of many words, '.repeat(9) };

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('a person in a browser', () => {
  let house: BrowserHouse;

  beforeAll(async () => {
    house = await openBrowserHouse();
    await house.server.accounts.add(grace);
  });

  afterAll(() => house.close());

  describe.each(bothWays)('%s', (_how, options) => {
    let visitor: Visitor;

    beforeEach(async () => {
      visitor = await house.visit(options);
    });

    afterEach(() => visitor.leave());

    it('mistypes the password, types it right, approves, and the app is connected', async () => {
      const attempt = house.request();
      const page = await visitor.open(attempt.url);
      await expectPage(page, 'Sign in');
      await signIn(page, { ...person, password: 'mistyped' });
      await expectPage(page, 'Sign in');
      expect(await page.getByRole('alert').textContent()).toContain('do not match');
      expect(await page.getByLabel('Username or email').inputValue()).toBe(person.login);

      await signIn(page, person);
      await expectPage(page, asked);
      await press(page, 'Allow Order helper');
      await expectPage(page, arrived);

      const answers = house.app.answersTo(attempt.state);
      expect(answers).toHaveLength(1);
      expect(answers[0]?.method).toBe('GET');
      expect(Object.keys(answers[0]?.fields ?? {}).toSorted()).toEqual(['code', 'iss', 'state']);
      expect(answers[0]?.fields['iss']).toBe(house.server.issuer);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('denies, and the app is told so', async () => {
      const attempt = house.request();
      const page = await visitor.open(attempt.url);
      await signIn(page, person);
      await press(page, 'Deny');
      await expectPage(page, arrived);
      expect(house.app.answersTo(attempt.state).map(({ fields }) => fields['error'])).toEqual(['access_denied']);
    });

    it('cancels before signing in, and the app is told so', async () => {
      const attempt = house.request();
      const page = await visitor.open(attempt.url);
      await press(page, 'Cancel');
      await expectPage(page, arrived);
      expect(house.app.answersTo(attempt.state).map(({ fields }) => fields['error'])).toEqual(['access_denied']);
    });

    it('reads what a builder wants to know without a click changing anything else', async () => {
      const page = await visitor.open(house.request({ scope: 'openid orders:read refunds:write' }).url);
      await signIn(page, person);
      await page.getByText('Details for builders').click();
      await page.getByText('openid orders:read refunds:write').waitFor();
      await expectPage(page, asked);
      expect(await page.getByRole('listitem').allInnerTexts()).toHaveLength(3);
    });

    it('signs in with a long password by keyboard alone: Enter sends it', async () => {
      const attempt = house.request();
      const page = await visitor.open(attempt.url);
      await page.keyboard.press('Tab');
      await page.keyboard.type(grace.login);
      await page.keyboard.press('Tab');
      await page.keyboard.type(grace.password);
      // A heading can be seen before the buttons that stand below it.
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      await expectPage(page, asked);
      // "Not you?" comes first, then the button.
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expectPage(page, arrived);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('is not the person that the page names, and decides as another one', async () => {
      const attempt = house.request();
      const page = await visitor.open(attempt.url);
      await signIn(page, person);
      await press(page, 'Not you?');
      await expectPage(page, 'Sign in');
      await signIn(page, grace);
      await expectPage(page, asked);
      expect(await page.getByRole('main').innerText()).toContain(grace.login);
      await press(page, 'Allow Order helper');
      await expectPage(page, arrived);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('signs out: the next app asks for the password, the connected one stays connected', async () => {
      const attempt = house.request();
      const page = await visitor.open(attempt.url);
      await signIn(page, person);
      await press(page, 'Allow Order helper');
      const tokens = (await (await house.redeem(attempt)).json()) as TokenAnswer;

      await page.goto(house.server.issuer);
      await expectPage(page, 'Nothing to do here right now');
      await press(page, 'Sign out');
      await expectPage(page, 'Sign out?');
      await press(page, 'Sign out');
      await expectPage(page, 'You are signed out');
      await press(page, 'Back to the start');
      await page.getByText('You are not signed in.').waitFor();

      await page.goto(house.request().url.href);
      await expectPage(page, 'Sign in');
      expect((await house.refresh(tokens.refresh_token)).status).toBe(200);
    });

    it('approves for an app that takes its answer as a form', async () => {
      const attempt = house.request({ response_mode: 'form_post' });
      const page = await visitor.open(attempt.url);
      await signIn(page, person);
      await press(page, 'Allow Order helper');
      if (!options.script) {
        await expectPage(page, 'Back to the app');
        await press(page, 'Continue');
      }
      await expectPage(page, arrived);
      expect(house.app.answersTo(attempt.state).map(({ method }) => method)).toEqual(['POST']);
      expect((await house.redeem(attempt)).status).toBe(200);
    });

    it('is told how to go on when the form does not leave by itself', async () => {
      const page = await visitor.open(house.request({ response_mode: 'form_post' }).url);
      await page.route(house.app.callback, (route) => route.abort('aborted'));
      await page.getByRole('button', { name: 'Cancel' }).click({ noWaitAfter: true });
      await expectPage(page, 'Back to the app');
    });
  });
});
