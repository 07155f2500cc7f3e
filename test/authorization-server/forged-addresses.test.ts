/** A request that lies about host, scheme, port and path: no answer of a whole connection repeats it (RFC 9700 §4.13). */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { serve } from '@granthouse/authorization-server/koa';
import { memoryEngine } from '@granthouse/storage/memory';
import express from 'express';
import Koa from 'koa';
import { orderDesk, person } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { type Forgery, type Recorded, startForgingProxy } from '../support/forging-proxy.ts';
import { authorizationRequest, redeem, register } from '../support/oauth-client.ts';

const origin = 'https://login.example.com';

const forwarding = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-server': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-scheme': 'http',
  'x-forwarded-port': '6666',
  'x-forwarded-prefix': '/evil.example',
  'x-forwarded-for': 'evil.example',
  'x-original-host': 'evil.example',
  'x-original-url': '/evil.example',
  'x-rewrite-url': '/evil.example',
  forwarded: 'for=evil.example;host=evil.example:6666;proto=http',
};

const forgeries: ReadonlyArray<readonly [string, Forgery]> = [
  ['Host', { headers: { host: 'evil.example' } }],
  ['X-Forwarded-Host, -Proto, -Port, -Prefix, -For and Forwarded', { headers: forwarding }],
  ['a target in absolute-form', { headers: {}, targetPrefix: 'http://evil.example' }],
  ['all of them', { headers: { host: 'evil.example:6666', ...forwarding }, targetPrefix: 'http://evil.example:6666' }],
];

/** Inside applications that believe forwarding headers themselves. */
const places: ReadonlyArray<readonly [string, (server: AuthorizationServer) => RequestListener]> = [
  ['alone', (server) => server.callback()],
  ['in express that trusts proxies', (server) => express().set('trust proxy', true).use(server.callback())],
  ['in koa that trusts proxies', (server) => new Koa({ proxy: true }).use(serve(server)).callback()],
];

const [, alone] = places[0] as (typeof places)[number];
const everything = forgeries.at(-1) as (typeof forgeries)[number];

const all = [
  ...forgeries
    .slice(0, -1)
    .map(([forged, forgery]) => ({ place: 'alone', application: alone, path: '/auth', forged, forgery })),
  ...places.flatMap(([place, application]) =>
    ['', '/auth'].map((path) => ({ place, application, path, forged: everything[0], forgery: everything[1] })),
  ),
];

describe.each(all)('$place at "$path", with $forged forged', ({ application, path, forgery }) => {
  const issuer = `${origin}${path}`;
  let server: AuthorizationServer;
  let recorded: Recorded[];
  let close: () => Promise<unknown>;

  beforeAll(async () => {
    server = await createAuthorizationServer({
      issuer,
      storage: memoryEngine(),
      secret: 'a secret for tests, long enough to be taken',
      resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
    });
    await server.accounts.add(person);
    const listening = createServer(application(server)).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const proxy = await startForgingProxy((listening.address() as AddressInfo).port, forgery);
    recorded = proxy.recorded;
    close = async () => {
      await proxy.close();
      listening.close();
      listening.closeAllConnections();
      await server.close();
    };
    await wholeConnection({ issuer, via: proxy.via });
  });
  afterAll(() => close());

  it('RFC8414-8, RFC9700-20: no answer repeats it: metadata, registration, redirects, pages, refusals', () => {
    expect(recorded.length).toBeGreaterThan(15);
    for (const { whole, target } of recorded)
      expect({ target, whole }).not.toMatchObject({ whole: expect.stringMatching(/evil|(?<!\d)6666(?!\d)/) });
  });

  it('RFC9700-3, RFC9700-17: every redirect stays with the issuer or goes to the client, and is a 303', () => {
    const redirects = recorded.filter(({ status }) => status >= 300 && status < 400);
    expect(redirects.length).toBeGreaterThan(5);
    for (const { location = '' } of redirects) {
      const { href } = new URL(location, origin);
      expect(href).toMatch(new RegExp(`^(?:${issuer}(?:/|$)|http://127\\.0\\.0\\.1:7777/callback\\?)`));
    }
    expect(new Set(redirects.map(({ status }) => status))).toEqual(new Set([303]));
  });

  it('AS-23: cookies stay Secure, and none names a domain', () => {
    const cookies = recorded.flatMap(({ whole }) =>
      whole.split('\n').filter((line) => /granthouse_\w+(?:\.sig)?=/.test(line)),
    );
    expect(cookies.length).toBeGreaterThan(5);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; secure/i);
      expect(cookie).not.toMatch(/; domain/i);
    }
  });
});

/** Everything that a host and a person do, and what goes wrong on the way. */
async function wholeConnection({ issuer, via }: { issuer: string; via: string }): Promise<void> {
  const { pathname } = new URL(issuer);
  const reached = `${via}${pathname === '/' ? '' : pathname}`;
  for (const path of ['/.well-known/openid-configuration', '/jwks', '/health/live', '/none'])
    await fetch(`${reached}${path}`);
  await fetch(`${via}/.well-known/oauth-authorization-server${pathname === '/' ? '' : pathname}`);
  const { client_id: clientId } = await register(reached);
  const browser = new Browser({ via });
  const { url, verifier } = authorizationRequest(issuer, clientId);
  const signIn = pageOf(await browser.open(url));
  const refused = pageOf(await browser.submit(signIn, '/sign-in', { ...person, password: 'wrong' }));
  const consent = pageOf(await browser.submit(refused, '/sign-in', person));
  pageOf(await browser.open(`${consent.url}/approve`));
  const code = sentTo(await browser.submit(consent, '/approve')).searchParams.get('code') ?? '';
  expect((await redeem(reached, { client_id: clientId, code, code_verifier: verifier })).status).toBe(200);
  await redeem(reached, { client_id: clientId, code: 'none', code_verifier: verifier });
  pageOf(await browser.open(consent.url));
  pageOf(await browser.open(`${issuer}/authorize?client_id=dcr_nobody`));
  pageOf(await browser.submit(pageOf(await browser.open(`${issuer}/sign-out`)), '/sign-out'));
}
