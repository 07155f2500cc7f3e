/** Behind a proxy that ends TLS: the scheme comes from the issuer, so cookies are Secure and prefixed, and every URL is https. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, person } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { authorizationRequest, redeem, register } from '../support/oauth-client.ts';

// `__Host-` demands Path=/, so an issuer with a path has to do without it (RFC 6265bis §4.1.3).
const issuers = [
  { issuer: 'https://login.example.com', host: '__Host-', cookiePath: '/' },
  { issuer: 'https://login.example.com/auth', host: '__Secure-', cookiePath: '/auth' },
];

describe.each(issuers)('the issuer $issuer', ({ issuer, host, cookiePath }) => {
  const { pathname } = new URL(issuer);
  let server: AuthorizationServer;
  let via: string;
  let reached: string;

  beforeAll(async () => {
    server = await createAuthorizationServer({
      issuer,
      storage: memoryEngine(),
      secret: 'a secret for tests, long enough to be taken',
      resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
    });
    await server.accounts.add(person);
    via = `http://127.0.0.1:${(await server.listen(0, '127.0.0.1')).port}`;
    reached = `${via}${pathname === '/' ? '' : pathname}`;
  });

  afterAll(() => server.close());

  it('AS-4, RFC8414-2: has its metadata in every form, under its own name to the letter, and its keys', async () => {
    const path = pathname === '/' ? '' : pathname;
    const inserted = ['oauth-authorization-server', 'openid-configuration'].map(
      (name) => `/.well-known/${name}${path}`,
    );
    const appended = ['oauth-authorization-server', 'openid-configuration'].map(
      (name) => `${path}/.well-known/${name}`,
    );
    for (const form of [...inserted, ...appended].flatMap((each) => [each, `${each}/`])) {
      const document = (await (await fetch(`${via}${form}`)).json()) as Record<string, unknown>;
      expect(document).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks` });
    }
    expect(await (await fetch(`${reached}/jwks`)).json()).toMatchObject({ keys: [{ kty: 'EC' }] });
  });

  it('AS-23: connects a client, with Secure cookies under prefixed names', async () => {
    const client = await register(reached);
    const { url, verifier } = authorizationRequest(issuer, client.client_id);
    const browser = new Browser({ via });
    const signIn = pageOf(await browser.open(url));
    expect(signIn.url.startsWith(`${issuer}/interaction/`)).toBe(true);
    const consent = pageOf(await browser.submit(signIn, '/sign-in', person));
    const names = browser
      .cookieHeader(new URL(consent.url))
      .split('; ')
      .map((pair) => pair.split('=')[0]);
    expect(new Set(names)).toEqual(
      new Set([
        `${host}granthouse_browser`,
        `${host}granthouse_session`,
        `${host}granthouse_session.sig`,
        '__Secure-granthouse_interaction',
        '__Secure-granthouse_interaction.sig',
      ]),
    );
    const answer = sentTo(await browser.submit(consent, '/approve'));
    expect(answer.searchParams.get('iss')).toBe(issuer);
    const code = answer.searchParams.get('code') ?? '';
    const tokens = await redeem(reached, { client_id: client.client_id, code, code_verifier: verifier });
    expect(tokens.status).toBe(200);
  });

  it('PX-3: marks every cookie Secure and HttpOnly, and sends none beyond its own path', async () => {
    const client = await register(reached);
    const { url } = authorizationRequest(reached, client.client_id);
    const first = await fetch(url, { redirect: 'manual' });
    const interaction = new URL(first.headers.get('location') ?? '', issuer);
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const page = await fetch(`${via}${interaction.pathname}`, { headers: { cookie } });
    const cookies = [...first.headers.getSetCookie(), ...page.headers.getSetCookie()];
    expect(cookies.some((line) => line.startsWith(`${host}granthouse_browser=`))).toBe(true);
    for (const line of cookies) {
      expect(line).toMatch(/; secure/i);
      expect(line).toMatch(/; httponly/i);
      expect(line).toMatch(/; samesite=lax/i);
      expect(line).not.toMatch(/; domain=/i);
      const scope = /; path=(?<path>[^;]*)/i.exec(line)?.groups?.['path'] ?? '';
      expect(`${scope}/`.startsWith(`${cookiePath}/`.replace('//', '/'))).toBe(true);
    }
  });
});
