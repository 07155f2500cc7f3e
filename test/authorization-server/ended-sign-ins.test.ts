/** A sign-in that was accepted and not yet used ends with the password that it was made with. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser, type Page } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

let server: RunningServer;
let visit: PersonAt;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  visit = await personAt(server.issuer);
});

afterAll(() => server.close());

interface Person {
  readonly login: string;
  readonly password: string;
}

async function someone(login: string): Promise<Person> {
  const made = { login, password: 'known to a thief' };
  await server.accounts.add(made);
  return made;
}

/** Signs in on this page and stops before the redirect is followed; where it leads. */
async function acceptedSignIn(browser: Browser, page: Page, fields: Person): Promise<URL> {
  const form = page.forms.find(({ action }) => action.endsWith('/sign-in'));
  const url = new URL(form?.action ?? '', page.url);
  const { login, password } = fields;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { cookie: browser.cookieHeader(url), origin: server.issuer },
    body: new URLSearchParams({ ...form?.fields, login, password }),
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get('location') ?? '', server.issuer);
}

describe('a sign-in that was accepted and not yet used', () => {
  it('leads to consent while nothing changed', async () => {
    const browser = new Browser();
    const staying = await someone('staying@example.com');
    const resume = await acceptedSignIn(browser, await visit.signInPage(browser), staying);

    expect(pageOf(await browser.open(resume)).html).toContain(staying.login);
  });

  it.each([
    [
      'the password was changed',
      'changing@example.com',
      (login: string) => server.accounts.setPassword(login, 'changed'),
    ],
    ['the person was removed', 'leaving@example.com', (login: string) => server.accounts.remove(login)],
  ])('is worth nothing after %s', async (_what, login, change) => {
    const browser = new Browser();
    const resume = await acceptedSignIn(browser, await visit.signInPage(browser), await someone(login));

    await change(login);

    expect(pageOf(await browser.open(resume)).status).toBe(400);
    expect((await visit.signInPage(browser)).html).toContain('name="password"');
  });
});

describe('a sign-in page that was open when somebody else signed in, in the same browser', () => {
  it('signs in whoever uses it, and ends nothing but the other browser session', async () => {
    const browser = new Browser();
    const early = await visit.signInPage(browser);
    const consent = await visit.consentPage(browser);
    expect(consent.html).toContain(person.login);
    const second = await someone('second@example.com');
    // The newer request took the place of the older one's cookie for its own path alone.
    const resume = await acceptedSignIn(browser, early, second);

    const page = pageOf(await browser.open(resume));

    expect(page.html).toContain(second.login);
    expect(page.html).not.toContain(person.login);
    expect((await browser.submit(page, '/approve')).sentTo?.searchParams.get('code')).toBeTruthy();
  });

  it('is told that its sign-in has expired when it was accepted first and used last', async () => {
    const browser = new Browser();
    const [early, late] = [await visit.signInPage(browser), await visit.signInPage(browser)];
    const resume = await acceptedSignIn(browser, early, await someone('third@example.com'));
    const consent = pageOf(await browser.submit(late, '/sign-in', person));

    const page = pageOf(await browser.open(resume));

    expect(page.status).toBe(400);
    expect(page.html).toContain('has expired');
    expect(page.forms).toEqual([]);
    expect(page.html).not.toContain('<script');
    expect((await browser.submit(consent, '/approve')).sentTo?.searchParams.get('code')).toBeTruthy();
    expect(pageOf(await browser.open(visit.request())).html).toContain(person.login);
  });
});
