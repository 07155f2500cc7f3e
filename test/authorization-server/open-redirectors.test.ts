/** Nobody is led elsewhere by an address on this server: not by its path, its parameters, a form, or an error (RFC 9700 §4.11). */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { callback } from '../support/oauth-client.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

/** What browsers, proxies and servers take for another site, each in its own way. */
const elsewhere = [
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%5Cevil.example',
  '/%2F/evil.example',
  '%2F%2Fevil.example',
  '/.//evil.example',
  '/@evil.example',
  'https:evil.example',
  'javascript:alert(1)',
];

/** Names under which servers take the way on. */
const wayOn = [
  'returnTo',
  'return_to',
  'next',
  'continue',
  'redirect',
  'redirect_uri',
  'post_logout_redirect_uri',
  'url',
];

describe.each(['', '/auth'])('at the path "%s"', (path) => {
  let server: RunningServer;
  let visit: PersonAt;
  beforeAll(async () => {
    const issuer = `http://localhost:${await freePort()}${path}`;
    server = await startAuthorizationServer('https://orders.example.com/mcp', { issuer });
    visit = await personAt(issuer);
  });
  afterAll(() => server.close());

  /** The target as it stands: fetch would tidy it up. */
  async function raw(target: string): Promise<{ status: number; location: string | undefined; body: string }> {
    const { hostname, port } = new URL(server.issuer);
    const sent = request({ hostname, port, path: target, headers: { accept: 'text/html' }, agent: false }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const { statusCode: status = 0, headers } = answer;
    return { status, location: headers.location, body: await text(answer) };
  }

  it.each(elsewhere)('RFC9700-3: no path with %s in it redirects, or is written into a link', async (target) => {
    for (const before of [
      '',
      '/authorize',
      '/authorize/x',
      '/interaction',
      '/interaction/x',
      '/sign-out',
      '/signed-out',
    ]) {
      for (const whole of [`${path}${before}${target}`, `${target}${path}${before}`]) {
        const { status, location, body } = await raw(whole);
        expect({ whole, location, isRefused: status >= 200 && status < 500 }).toEqual({ whole, isRefused: true });
        expect(body).not.toMatch(/(?:href|action|src|content)="[^"]*evil/);
      }
    }
  });

  it.each(elsewhere)('RFC9700-3: no parameter leads a person on to %s', async (target) => {
    const fields = Object.fromEntries(wayOn.map((name) => [name, target]));
    const asked = new URLSearchParams(fields).toString();
    const { issuer } = server;
    for (const at of ['/', '/sign-out', '/signed-out', '/interaction/x', '/authorize/x']) {
      expect((await raw(`${path}${at}?${asked}`)).location).toBeUndefined();
    }
    const browser = visit.shared;
    const page = await visit.signInPage(browser);
    const consent = page.html.includes('name="password"')
      ? pageOf(await browser.submit(page, '/sign-in', { ...fields, ...person }))
      : pageOf(await browser.open(`${page.url}/sign-in?${asked}`));
    expect(consent.url.startsWith(`${issuer}/interaction/`)).toBe(true);
    expect(sentTo(await browser.submit(consent, '/approve', fields)).href).toMatch(new RegExp(`^${callback}\\?code=`));
    const signOut = pageOf(await browser.open(`${issuer}/sign-out?${asked}`));
    expect(pageOf(await browser.submit(signOut, '/sign-out', fields)).url).toBe(`${issuer}/signed-out`);
  });

  it.each([
    ...elsewhere,
    `${callback}.evil.example`,
    `${callback}/../evil`,
    `${callback}%2F..%2Fevil`,
    `${callback}?next=evil`,
    `${callback}#evil`,
    callback.replace('127.0.0.1', '127.0.0.1@evil.example'),
    callback.replace('127.0.0.1', 'evil.example'),
    callback.replace('http:', 'https:'),
    callback.toUpperCase(),
  ])('AS-24, RFC9700-3, OAUTH21-10: an error never goes to the unregistered %s', async (redirectUri) => {
    for (const response_mode of ['query', 'form_post', 'fragment', undefined]) {
      for (const overrides of [{}, { response_type: 'none' }, { code_challenge: undefined }, { scope: 'none' }]) {
        const url = visit.request({ redirect_uri: redirectUri, response_mode, ...overrides });
        const page = pageOf(await new Browser().open(url));
        expect(page.status).toBe(400);
        expect(page.forms).toEqual([]);
        expect(page.html).not.toMatch(/(?:href|action|src|content)="[^"]*evil/);
      }
    }
  });
});
