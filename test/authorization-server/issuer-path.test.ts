/** An issuer with a path: every URL that leaves the server begins with it, and its metadata is found wherever hosts look (RFC 8414 §3.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { Browser, type Page } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import {
  authorizationRequest,
  credentials,
  obtainTokens,
  postForm,
  publicClient,
  refresh,
  register,
} from '../support/oauth-client.ts';
import { person } from '../support/authorization-server.ts';

const path = '/login/oidc';
let server: RunningServer;
let origin: string;

beforeAll(async () => {
  origin = `http://localhost:${await freePort()}`;
  server = await startAuthorizationServer('https://orders.example.com/mcp', { issuer: `${origin}${path}` });
});
afterAll(() => server.close());

const inserted = [`/.well-known/oauth-authorization-server${path}`, `/.well-known/openid-configuration${path}`];
const appended = [`${path}/.well-known/openid-configuration`, `${path}/.well-known/oauth-authorization-server`];

describe('the metadata of an issuer with a path', () => {
  it.each([...inserted, ...appended].flatMap((form) => [form, `${form}/`]))(
    'AS-4, RFC8414-1, RFC8414-2: %s names this very issuer, and endpoints below it',
    async (form) => {
      const response = await fetch(`${origin}${form}`);
      expect(response.status).toBe(200);
      const document = (await response.json()) as Record<string, unknown>;
      expect(document['issuer']).toBe(server.issuer);
      const endpoints = Object.entries(document).filter(([name]) => /_endpoint$|_uri$/.test(name));
      expect(endpoints.length).toBeGreaterThan(3);
      for (const [, endpoint] of endpoints) expect(endpoint).toMatch(new RegExp(`^${server.issuer}/`));
      expect((await fetch(String(document['jwks_uri']))).status).toBe(200);
      for (const address of [response.url, String(document['jwks_uri'])]) {
        const preflight = await fetch(address, { method: 'OPTIONS' });
        expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
      }
    },
  );

  it.each([
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server/login',
    `/.well-known/oauth-authorization-server${path}/more`,
    `/.well-known/oauth-authorization-server${path.toUpperCase()}`,
    `/.well-known/oauth-protected-resource${path}`,
    `${path}/.well-known/oauth-protected-resource`,
    `${path}/.well-known/openid-configuration/more`,
  ])('HOST-19, AS-4: %s is another issuer’s, so 404 JSON that any origin may read', async (other) => {
    const response = await fetch(`${origin}${other}`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const preflight = await fetch(`${origin}${other}`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  it.each(['/jwks', '/authorize', '/token', '/', '/login', `${path}extra/jwks`, `/x${path}/jwks`, `/${path}/jwks`])(
    'nothing is at %s, outside the issuer’s path',
    async (outside) => {
      expect((await fetch(`${origin}${outside}`)).status).toBe(404);
    },
  );
});

describe('a connection to an issuer with a path', () => {
  it('goes the whole way, from registration to a refresh, and its tokens name the issuer', async () => {
    const { client, tokens } = await obtainTokens(server.issuer);
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ iss: server.issuer });
    const again = await refresh(server.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token });
    expect(again.status).toBe(200);
  });

  it('RFC7662-6, RFC7009-1: has its access token introspected and revoked by its own client', async () => {
    const metadata = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };
    const { client, tokens } = await obtainTokens(server.issuer, { metadata });
    const fields = { ...credentials(client), token: tokens.access_token };
    const introspect = async () => (await postForm(`${server.issuer}/introspect`, fields)).json();
    expect(await introspect()).toMatchObject({ active: true, iss: server.issuer });
    expect((await postForm(`${server.issuer}/revoke`, fields)).status).toBe(200);
    expect(await introspect()).toEqual({ active: false });
  });

  it('keeps the browser below the path: links, forms, redirects, stylesheet and cookies', async () => {
    const { client_id: clientId } = await register(server.issuer);
    const browser = new Browser();
    const { url } = authorizationRequest(server.issuer, clientId);
    const signIn = pageOf(await browser.open(url));
    const refused = pageOf(await browser.submit(signIn, '/sign-in', { ...person, password: 'wrong' }));
    const consent = pageOf(await browser.submit(refused, '/sign-in', person));
    const other = pageOf(await browser.submit(consent, '/switch-account'));
    const pages = [signIn, refused, consent, other];
    pages.push(pageOf(await browser.open(`${server.issuer}/sign-out`)), pageOf(await browser.open(server.issuer)));
    pages.push(pageOf(await browser.open(`${signIn.url}/approve`)), pageOf(await browser.open(`${server.issuer}/no`)));
    for (const page of pages) await expectBelowPath(page);
    expect(browser.cookieHeader(new URL(origin))).toBe('');
    expect(browser.cookieHeader(new URL(`${origin}${path}-other`))).toBe('');
    const answer = sentTo(await browser.submit(pageOf(await browser.submit(other, '/sign-in', person)), '/deny'));
    expect(answer.searchParams.get('iss')).toBe(server.issuer);
  });

  it('signs out below the path', async () => {
    const { client_id: clientId } = await register(server.issuer);
    const browser = new Browser();
    const signIn = pageOf(await browser.open(authorizationRequest(server.issuer, clientId).url));
    await browser.submit(signIn, '/sign-in', person);
    const confirm = pageOf(await browser.open(`${server.issuer}/sign-out`));
    expect(confirm.html).toContain(person.login);
    const done = pageOf(await browser.submit(confirm, '/sign-out'));
    expect(done.url).toBe(`${server.issuer}/signed-out`);
    await expectBelowPath(done);
    expect(pageOf(await browser.open(server.issuer)).html).toContain('You are not signed in');
  });

  it('says that it lives below the path', async () => {
    const health = await Promise.all(['live', 'ready'].map((each) => fetch(`${server.issuer}/health/${each}`)));
    expect(health.map(({ status }) => status)).toEqual([200, 200]);
  });
});

async function expectBelowPath({ url, html }: Page): Promise<void> {
  expect(url.startsWith(server.issuer)).toBe(true);
  const targets = [...html.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(0);
  for (const target of targets) expect(target).toMatch(new RegExp(`^(?:${path}(?:/|$)|mailto:)`));
  const sheet = targets.find((target) => target.endsWith('.css')) ?? '';
  expect((await fetch(`${origin}${sheet}`)).headers.get('content-type')).toMatch(/^text\/css/);
}
