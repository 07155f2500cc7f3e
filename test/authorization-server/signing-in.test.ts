/** Signing in as a person and a guesser meet it, and what ends with an account. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser, type Page } from '../support/browser.ts';
import { authorize, pageOf, sentTo } from '../support/connect.ts';
import { expectError } from '../support/expect-error.ts';
import { authorizationRequest, redeem, register } from '../support/oauth-client.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

let server: RunningServer;
let visit: PersonAt;
let clock = Date.now();

beforeAll(async () => {
  const now = () => clock;
  server = await startAuthorizationServer('https://orders.example.com/mcp', { now, storage: memoryEngine({ now }) });
  visit = await personAt(server.issuer);
});

afterAll(() => server.close());

describe('signing in', () => {
  it('answers an unknown person and a wrong password alike, and keeps the typed name', async () => {
    const answers = await Promise.all(
      [person.login, 'no.such@example.com'].map(async (login) => {
        const browser = new Browser();
        return pageOf(await browser.submit(await visit.signInPage(browser), '/sign-in', { login, password: 'wrong' }));
      }),
    );
    const [known, unknown] = answers as [Page, Page];
    expect(known.status).toBe(401);
    expect(known.html).toContain(`value="${person.login}"`);
    const same = ({ html }: Page) => html.replaceAll(/interaction\/[\w-]+|value="[^"]*"/g, '');
    expect(same(known)).toBe(same(unknown));
  });
});

describe('guessing', () => {
  it("OAUTH21-20: is slowed after five failures, for a name that exists and one that doesn't, and ends by itself", async () => {
    for (const login of ['slow@example.com', 'nobody@example.com']) {
      if (login === 'slow@example.com') await server.accounts.add({ login, password: 'the right password' });
      const browser = new Browser();
      let page = await visit.signInPage(browser);
      const statuses: number[] = [];
      for (let guess = 0; guess < 7; guess += 1) {
        page = pageOf(await browser.submit(page, '/sign-in', { login, password: `guess ${guess}` }));
        statuses.push(page.status);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(page.html).toContain(login);
      clock += 3_600_001;
    }
    const browser = new Browser();
    const after = await browser.submit(await visit.signInPage(browser), '/sign-in', {
      login: 'slow@example.com',
      password: 'the right password',
    });
    expect(pageOf(after).status).toBe(200);
  });

  it('shares no count between parallel guesses', async () => {
    const login = 'parallel@example.com';
    const browser = new Browser();
    const page = await visit.signInPage(browser);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => browser.submit(page, '/sign-in', { login, password: `p${index}` })),
    );
    expect(answers.filter((answer) => pageOf(answer).status === 401)).toHaveLength(5);
    clock += 3_600_001;
  });
});

describe('guessing from one address', () => {
  it('OAUTH21-20: takes an account’s guesses from every address, and no other account’s', async () => {
    const proxied = await startAuthorizationServer('https://orders.example.com/mcp', {
      trustedProxies: ['127.0.0.1', '::1'],
      // Slow passwords may take longer than the server waits.
      now: () => clock,
    });
    const at = await personAt(proxied.issuer);
    const guess = async (address: string, login: string, password: string) => {
      const browser = new Browser({ headers: { 'x-forwarded-for': address } });
      return pageOf(await browser.submit(await at.signInPage(browser), '/sign-in', { login, password })).status;
    };
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1)
      statuses.push(await guess(`203.0.113.${index}`, 'guessed@example.com', 'guess'));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await guess('203.0.113.0', person.login, person.password)).toBe(200);
    await proxied.close();
  });
});

describe('removing a person', () => {
  it('ends browser sessions and authorizations; a new password ends sessions alone', async () => {
    await server.accounts.add({ login: 'leaving@example.com', password: 'soon to be gone' });
    const own = await register(server.issuer);
    const browser = new Browser();
    const page = pageOf(await browser.open(authorizationRequest(server.issuer, own.client_id).url));
    const signedIn = pageOf(
      await browser.submit(page, '/sign-in', { login: 'LEAVING@example.com', password: 'soon to be gone' }),
    );
    expect(signedIn.html).toContain('leaving@example.com');
    await server.accounts.setPassword('leaving@example.com', 'a changed password');
    expect((await visit.signInPage(browser)).html).toContain('name="password"');
    expect(await server.accounts.remove('leaving@example.com')).toBe(true);
    expect(await server.accounts.remove('leaving@example.com')).toBe(false);
    expect((await server.accounts.list()).map(({ login }) => login)).not.toContain('leaving@example.com');
  });

  it('ends codes that nobody has redeemed yet', async () => {
    const someone = { login: 'undecided@example.com', password: 'one way or the other' };
    await server.accounts.add(someone);
    const { client_id: clientId } = await register(server.issuer);
    const { url, verifier } = authorizationRequest(server.issuer, clientId);
    const browser = new Browser();
    const consent = pageOf(await browser.submit(pageOf(await browser.open(url)), '/sign-in', someone));
    const code = sentTo(await browser.submit(consent, '/approve')).searchParams.get('code') ?? '';
    expect(code).not.toBe('');
    await server.accounts.remove(someone.login);
    const answer = await redeem(server.issuer, { client_id: clientId, code, code_verifier: verifier });
    await expectError(answer, 400, 'invalid_grant');
  });

  it('leaves nobody under the old id, also when someone else gets the login', async () => {
    const login = 'reused@example.com';
    const idOf = async () => (await server.accounts.list()).find((account) => account.login === login)?.accountId ?? '';
    await server.accounts.add({ login, password: 'the first of this name' });
    const first = await idOf();
    expect(await server.accounts.find(first)).toMatchObject({ login });
    await server.accounts.remove(login);
    expect(await server.accounts.find(first)).toBeUndefined();
    await server.accounts.add({ login, password: 'the second of this name' });
    expect(await server.accounts.find(first)).toBeUndefined();
    expect(await server.accounts.find(await idOf())).toMatchObject({ login });
  });
});

describe('the log', () => {
  it('RS-13, RFC9700-24: holds no password, code, token or cookie', async () => {
    await authorize(visit.request());
    const text = server.logged.join('\n');
    expect(text).not.toContain(person.password);
    expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  });
});
