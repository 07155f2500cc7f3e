/** Behind a proxy that ends TLS: the scheme comes from the issuer, so cookies are Secure and prefixed, and every URL is https. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, person } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import {
  authorizationRequest,
  callback,
  postForm,
  publicClient,
  post,
  type Registered,
} from '../support/oauth-client.ts';

const issuer = 'https://login.example.com';
let server: AuthorizationServer;
let via: string;

beforeAll(async () => {
  server = await createAuthorizationServer({
    issuer,
    storage: memoryEngine(),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
  });
  await server.accounts.add(person);
  via = `http://127.0.0.1:${(await server.listen(0, '127.0.0.1')).port}`;
});

afterAll(() => server.close());

describe('an https issuer', () => {
  it('AS-23: connects a client, with Secure cookies under prefixed names', async () => {
    const client = (await (await post(`${via}/register`, publicClient)).json()) as Registered;
    const { url, verifier } = authorizationRequest(issuer, client.client_id);
    const browser = new Browser({ via });
    const signIn = pageOf(await browser.open(url));
    expect(signIn.url).toMatch(/^https:\/\/login\.example\.com\/interaction\//);
    const consent = pageOf(await browser.submit(signIn, '/sign-in', person));
    const names = browser
      .cookieHeader(new URL(consent.url))
      .split('; ')
      .map((pair) => pair.split('=')[0]);
    expect(new Set(names)).toEqual(
      new Set([
        '__Host-granthouse_browser',
        '__Host-granthouse_session',
        '__Host-granthouse_session.sig',
        '__Secure-granthouse_interaction',
        '__Secure-granthouse_interaction.sig',
      ]),
    );
    const answer = sentTo(await browser.submit(consent, '/approve'));
    expect(answer.searchParams.get('iss')).toBe(issuer);
    const code = answer.searchParams.get('code') ?? '';
    const fields = {
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code,
      code_verifier: verifier,
      redirect_uri: callback,
    };
    expect((await postForm(`${via}/token`, fields)).status).toBe(200);
  });

  it('marks every cookie Secure and HttpOnly', async () => {
    const client = (await (await post(`${via}/register`, publicClient)).json()) as Registered;
    const { url } = authorizationRequest(via, client.client_id);
    const response = await fetch(url, { redirect: 'manual' });
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; secure/i);
      expect(cookie).toMatch(/; httponly/i);
      expect(cookie).toMatch(/; samesite=lax/i);
    }
  });
});
