/** When a person is asked, and for what, whatever the request says of it (OpenID Connect Core §3.1.2.1; MCP authorization, confused deputy). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { person, startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { Browser, type Arrival } from '../../support/browser.ts';
import { redeem } from '../../support/oauth-client.ts';
import { personAt, type PersonAt } from '../../support/person-at.ts';

let server: RunningServer;
let visit: PersonAt;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  visit = await personAt(server.issuer);
  await visit.consentPage(visit.shared);
});

afterAll(() => server.close());

/** The steps that a person is asked to take, approving each, and where the browser is sent in the end. */
async function steps(browser: Browser, overrides: Record<string, string | undefined>) {
  const taken: string[] = [];
  let arrival: Arrival = await browser.open(visit.request(overrides));
  while (arrival.page && taken.length < 5) {
    const isSignIn = arrival.page.html.includes('name="password"');
    taken.push(isSignIn ? 'sign-in' : 'consent');
    arrival = await (isSignIn
      ? browser.submit(arrival.page, '/sign-in', person)
      : browser.submit(arrival.page, '/approve'));
  }
  return { taken, answer: arrival.sentTo?.searchParams ?? new URLSearchParams() };
}

const openid = { scope: 'openid orders:read' };

describe('someone who is signed in', () => {
  it.each([
    ['AS-16, HOST-13: nothing', {}, ['consent']],
    ['HOST-13: prompt=consent', { prompt: 'consent' }, ['consent']],
    [
      'AS-28, HOST-13: prompt=consent with offline_access',
      { prompt: 'consent', scope: 'orders:read offline_access' },
      ['consent'],
    ],
    [
      'prompt=select_account: consent shows the account, and lets it be changed',
      { prompt: 'select_account' },
      ['consent'],
    ],
    ['prompt=select_account consent', { prompt: 'select_account consent' }, ['consent']],
    ['prompt=login', { prompt: 'login' }, ['sign-in', 'consent']],
    ['prompt=login consent', { prompt: 'login consent' }, ['sign-in', 'consent']],
    ['prompt=login select_account', { prompt: 'login select_account' }, ['sign-in', 'consent']],
    ['OAUTH21-2: an empty prompt', { prompt: '' }, ['consent']],
    ['max_age=0', { ...openid, max_age: '0' }, ['sign-in', 'consent']],
    ['max_age of an hour', { ...openid, max_age: '3600' }, ['consent']],
    ['an empty max_age', { max_age: '' }, ['consent']],
  ])('is asked once: %s', async (_title, overrides, expected) => {
    const { taken, answer } = await steps(visit.shared, overrides);
    expect(taken).toEqual(expected);
    expect(answer.get('code')).not.toBeNull();
  });

  it('AS-16: is asked again by the next request, whatever was approved before', async () => {
    await steps(visit.shared, { prompt: 'consent' });
    expect((await steps(visit.shared, { prompt: 'consent' })).taken).toEqual(['consent']);
  });

  it('can choose another account where prompt=select_account asks for the choice', async () => {
    const browser = new Browser();
    const consent = await visit.consentPage(browser, { prompt: 'select_account' });
    expect(consent.html).toContain(person.login);
    const arrival = await browser.submit(consent, '/switch-account');
    expect(arrival.page?.html).toContain('name="password"');
  });
});

describe('someone who is not signed in', () => {
  it.each(['consent', 'login', 'select_account', 'login consent select_account', undefined])(
    'signs in once and is asked once: prompt %j',
    async (prompt) => {
      expect((await steps(new Browser(), { prompt })).taken).toEqual(['sign-in', 'consent']);
    },
  );
});

describe('a prompt that nobody can be asked by', () => {
  const back = async (browser: Browser, overrides: Record<string, string>) =>
    (await browser.open(visit.request(overrides))).sentTo?.searchParams.get('error');

  it('prompt=none is login_required without a session, and interaction_required with one', async () => {
    expect(await back(new Browser(), { prompt: 'none' })).toBe('login_required');
    expect(await back(visit.shared, { prompt: 'none' })).toBe('interaction_required');
    expect(await back(visit.shared, { prompt: 'none', scope: 'offline_access orders:read' })).toBe(
      'interaction_required',
    );
  });

  it.each([['none login'], ['create'], ['CONSENT'], ['consent please'], ['force']])(
    'prompt=%s is invalid_request',
    async (prompt) => {
      expect(await back(visit.shared, { prompt })).toBe('invalid_request');
    },
  );

  it.each([['-1'], ['soon'], ['1.5'], ['9'.repeat(40)]])('max_age=%s is invalid_request', async (max_age) => {
    expect(await back(visit.shared, { ...openid, max_age })).toBe('invalid_request');
  });
});

describe('what a request says of the person', () => {
  it('login_hint fills the sign-in form in, and is no markup', async () => {
    const named = await visit.signInPage(new Browser(), { login_hint: 'ada@example.com' });
    expect(named.html).toContain('value="ada@example.com"');
    const hostile = await visit.signInPage(new Browser(), { login_hint: '"><script>alert(1)</script>' });
    expect(hostile.html).not.toContain('<script>');
    const long = await visit.signInPage(new Browser(), { login_hint: 'a'.repeat(4000) });
    expect(long.html).not.toContain('a'.repeat(201));
  });

  it('nonce comes back in the ID token, byte for byte, however long', async () => {
    const nonce = `${'n'.repeat(2000)} +/=&"<ü>`;
    const { url, verifier } = visit.attempt({ ...openid, nonce });
    const arrival = await visit.shared.open(url);
    if (!arrival.page) throw new Error('no page');
    const { sentTo } = await visit.shared.submit(arrival.page, '/approve');
    const answer = await redeem(server.issuer, {
      client_id: visit.clientId,
      code: sentTo?.searchParams.get('code') ?? '',
      code_verifier: verifier,
    });
    const { id_token: idToken } = (await answer.json()) as { id_token: string };
    expect(decodeJwt(idToken)['nonce']).toBe(nonce);
  });
});
