/** Forms that another site, another browser or a program sends, and signing out. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser, type Page } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { obtainTokens, refresh, register } from '../support/oauth-client.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

let server: RunningServer;
let visit: PersonAt;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  visit = await personAt(server.issuer);
});

afterAll(() => server.close());

/** Posts a form as another site's page, or a program, would. */
function forged(
  page: Page,
  actionEnd: string,
  { cookie = '', origin, csrf }: { cookie?: string; origin?: string; csrf?: string },
): Promise<Response> {
  const form = page.forms.find(({ action }) => action.endsWith(actionEnd));
  const body = new URLSearchParams({ ...form?.fields, ...person, ...(csrf === undefined ? {} : { csrf }) });
  return fetch(new URL(form?.action ?? '', page.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, accept: 'text/html', ...(origin === undefined ? {} : { origin }) },
    body,
  });
}

/** Every form there is: the page it is on, where it leads, and the status for a browser that was shown nothing. */
const forms: ReadonlyArray<readonly [string, (browser: Browser) => Promise<Page>, number]> = [
  ['/sign-in', (browser) => visit.signInPage(browser), 410],
  ['/deny', (browser) => visit.signInPage(browser), 410],
  ['/approve', (browser) => visit.consentPage(browser), 410],
  ['/deny', (browser) => visit.consentPage(browser), 410],
  ['/switch-account', (browser) => visit.consentPage(browser), 410],
  ['/sign-out', (browser) => signOutPage(browser), 403],
];

async function signOutPage(browser: Browser): Promise<Page> {
  await visit.consentPage(browser);
  return pageOf(await browser.open(`${server.issuer}/sign-out`));
}

describe('forged forms', () => {
  it.each(forms)(
    "PX-2: %s: another site, a missing token, another browser's token and another browser are refused",
    async (action, shown, forStrangers) => {
      const victim = new Browser();
      const page = await shown(victim);
      const other = await shown(new Browser());
      const csrfOfOther = other.forms.find((form) => form.action.endsWith(action))?.fields['csrf'] ?? '';
      const cookie = victim.cookieHeader(new URL(page.forms[0]?.action ?? '', page.url));
      expect((await forged(page, action, { cookie, origin: 'https://evil.example' })).status).toBe(403);
      expect((await forged(page, action, { cookie, origin: 'null' })).status).toBe(403);
      expect((await forged(page, action, { cookie, csrf: '' })).status).toBe(403);
      expect((await forged(page, action, { cookie, csrf: csrfOfOther })).status).toBe(403);
      expect((await forged(page, action, {})).status).toBe(forStrangers);
      // And the person's own click still works afterwards.
      const { sentTo: client, page: next } = await victim.submit(page, action, person);
      expect(client !== undefined || next.status === 200).toBe(true);
    },
  );

  it('PX-2: the token of one request is refused in another one, also in the same browser', async () => {
    const victim = new Browser();
    const other = await visit.signInPage(victim);
    const page = await visit.signInPage(victim);
    const cookie = victim.cookieHeader(new URL(page.forms[0]?.action ?? '', page.url));
    const csrf = other.forms.find((form) => form.action.endsWith('/sign-in'))?.fields['csrf'] ?? '';
    expect(csrf).not.toBe('');
    expect((await forged(page, '/sign-in', { cookie, csrf })).status).toBe(403);
  });

  it('OAUTH21-31: no page can be framed, none loads or runs anything from elsewhere', async () => {
    const browser = new Browser();
    const pages = [
      await visit.signInPage(browser),
      await visit.consentPage(new Browser()),
      pageOf(await browser.open(`${server.issuer}/sign-out`)),
    ];
    for (const { headers, html } of pages) {
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toContain('no-store');
      expect(html).not.toMatch(/<script|\son\w+=|https?:\/\/(?!orders\.example\.com|localhost)/);
    }
  });

  it.each([['GET'], ['PUT'], ['DELETE']])('%s to an action does nothing', async (method) => {
    const browser = new Browser();
    const consent = await visit.consentPage(browser);
    const url = consent.url.replace(/\?.*$/, '').concat('/approve');
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { cookie: browser.cookieHeader(new URL(url)) },
    });
    expect([302, 303, 404, 405]).toContain(response.status);
    expect(sentTo(await browser.submit(consent, '/approve')).searchParams.get('code')).not.toBeNull();
  });

  it('a form beyond the limit, or of another type, is refused without a 5xx', async () => {
    const browser = new Browser();
    const page = await visit.signInPage(browser);
    const url = new URL(page.forms[0]?.action ?? '', page.url);
    const cookie = browser.cookieHeader(url);
    const large = await fetch(url, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ login: 'x'.repeat(100_000) }),
    });
    expect(large.status).toBe(413);
    const json = await fetch(url, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
  });
});

describe('signing out', () => {
  it("ends the browser's session and disconnects no app", async () => {
    const browser = new Browser();
    const own = await register(server.issuer);
    sentTo(await browser.submit(await visit.consentPage(browser), '/approve'));
    const { tokens, client: connected } = await obtainTokens(server.issuer, {});
    const page = pageOf(await browser.open(`${server.issuer}/sign-out`));
    expect(page.html).toContain(person.login);
    expect(pageOf(await browser.submit(page, '/sign-out')).url).toBe(`${server.issuer}/signed-out`);
    expect((await visit.signInPage(browser, { client_id: own.client_id })).html).toContain('name="password"');
    expect(
      (await refresh(server.issuer, { client_id: connected.client_id, refresh_token: tokens.refresh_token })).status,
    ).toBe(200);
  });

  it('needs the form: a link from elsewhere signs nobody out', async () => {
    const browser = new Browser();
    sentTo(await browser.submit(await visit.consentPage(browser), '/approve'));
    const response = await fetch(`${server.issuer}/sign-out`, {
      method: 'POST',
      headers: { cookie: browser.cookieHeader(new URL(server.issuer)) },
      body: new URLSearchParams({}),
    });
    expect(response.status).toBe(403);
  });
});
