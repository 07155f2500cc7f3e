/** Consent: asked once for each request, telling the truth about who asks for what. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { authorizationRequest, obtainTokens, publicClient, refresh, register } from '../support/oauth-client.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

let server: RunningServer;
let visit: PersonAt;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  visit = await personAt(server.issuer);
});

afterAll(() => server.close());

describe('consent', () => {
  it('RFC8252-5: is asked for each request, although the same client was approved before', async () => {
    const browser = visit.shared;
    sentTo(await browser.submit(await visit.consentPage(browser), '/approve'));
    const again = pageOf(await browser.open(visit.request()));
    expect(again.forms.some(({ action }) => action.endsWith('/approve'))).toBe(true);
    expect(again.html).not.toContain('name="password"');
  });

  it('is asked exactly once, whatever prompt says', async () => {
    for (const prompt of ['consent', 'login consent', undefined]) {
      const browser = visit.shared;
      const answer = sentTo(await browser.submit(await visit.consentPage(browser, { prompt }), '/approve'));
      expect(answer.searchParams.get('code')).not.toBeNull();
    }
  });

  it('AS-16, PX-2, RFC7591-9: names the client as a claim, where the answer goes, the account, and every permission in words', async () => {
    const { html } = await visit.consentPage(visit.shared, { scope: 'orders:read refunds:write openid' });
    for (const text of [
      'says it is',
      'Plain client',
      'on this computer',
      person.login,
      'See orders and customers',
      'Refund money to customers',
    ]) {
      expect(html).toContain(text);
    }
    expect(html.indexOf('See orders')).toBeLessThan(html.indexOf('Refund money'));
  });

  it('AS-16: names a client that the operator registered without doubt, and no stranger who claims to be one', async () => {
    const operators = await server.clients.add({ client_name: 'Duvo', redirect_uris: ['https://duvo.example/cb'] });
    const { client_id: stranger } = await register(server.issuer, {
      ...publicClient,
      client_name: 'Duvo',
      client_id: operators.client_id,
      registeredBy: 'operator',
    });
    const overrides = { client_id: operators.client_id, redirect_uri: 'https://duvo.example/cb' };
    const { html } = await visit.consentPage(visit.shared, overrides);
    for (const text of ['registered by', 'duvo.example']) expect(html).toContain(text);
    const claimed = await visit.consentPage(visit.shared, { client_id: stranger });
    expect(claimed.html).toContain('could not verify');
    expect(claimed.html).not.toContain('registered by');
  });

  it('shows a hostile name as text', async () => {
    const hostile = await register(server.issuer, {
      ...publicClient,
      client_name: '<img src=x onerror=alert(1)>"\'&\u202Eevil',
    });
    const page = pageOf(await new Browser().open(authorizationRequest(server.issuer, hostile.client_id).url));
    const consent = await visit.consentPage(visit.shared, { client_id: hostile.client_id });
    for (const { html } of [page, consent]) {
      expect(html).not.toContain('<img');
      expect(html).not.toContain('\u202E');
    }
  });

  it('a second approval of the same page gives no second code', async () => {
    const browser = visit.shared;
    const consent = await visit.consentPage(browser);
    sentTo(await browser.submit(consent, '/approve'));
    expect(pageOf(await browser.submit(consent, '/approve')).status).toBe(410);
    expect(pageOf(await browser.open(consent.url)).status).toBe(410);
  });

  it('approving before signing in is refused', async () => {
    const browser = new Browser();
    const page = await visit.signInPage(browser);
    const bent = {
      ...page,
      forms: page.forms.map((form) => ({ ...form, action: form.action.replace('/sign-in', '/approve') })),
    };
    expect(pageOf(await browser.submit(bent, '/approve')).status).toBe(400);
  });

  it('"not you?" asks the same request of another person', async () => {
    await server.accounts.add({ login: 'grace@example.com', password: 'another fine password' });
    const browser = new Browser();
    const again = pageOf(await browser.submit(await visit.consentPage(browser), '/switch-account'));
    expect(again.html).toContain('name="password"');
    const consent = pageOf(
      await browser.submit(again, '/sign-in', { login: 'grace@example.com', password: 'another fine password' }),
    );
    expect(consent.html).toContain('grace@example.com');
    expect(sentTo(await browser.submit(consent, '/approve')).searchParams.get('code')).not.toBeNull();
  });

  it('someone else signing in ends nothing of whom was signed in before', async () => {
    const browser = new Browser();
    const { tokens, client: own } = await obtainTokens(server.issuer);
    sentTo(await browser.submit(await visit.consentPage(browser), '/approve'));
    const page = await visit.signInPage(browser, { prompt: 'login' });
    const consent = pageOf(
      await browser.submit(page, '/sign-in', { login: 'grace@example.com', password: 'another fine password' }),
    );
    sentTo(await browser.submit(consent, '/approve'));
    expect(
      (await refresh(server.issuer, { client_id: own.client_id, refresh_token: tokens.refresh_token })).status,
    ).toBe(200);
  });
});
