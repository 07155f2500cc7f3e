/** An https issuer in a real browser, behind a proxy that ends TLS: what the prefixes of cookies are worth, and where the way leads. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { createAuthorizationServer, type AuthorizationServer } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import type { Browser, Page } from 'playwright-core';
import { closed, listen } from '../../authorization-server/pages/page-server.ts';
import { orderDesk, person } from '../../support/authorization-server.ts';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { authorizationRequest, publicClient, redeem } from '../../support/oauth-client.ts';
import { describeWhere } from '../../support/run-where.ts';
import { hasOpenssl, startTlsProxy, type TlsProxy } from '../../support/tls-proxy.ts';
import { bothWays, expectPage, press, signIn, visit, type Visitor } from '../../support/visitor.ts';
import { arrived, startWaitingApp, type WaitingApp } from '../../support/waiting-app.ts';

const asked = 'An app asks for access to Order desk';
const webCallback = 'https://app.example.com/callback';
const hosts = ['login.example.com', 'app.example.com', 'sibling.example.com'];

/** Another application below the same domain, taken over: it plants cookies for all of them. */
function sibling(names: readonly string[]): Server {
  return createServer((_request, response) => {
    const planted = names.map((name) => `${name}=planted; Domain=example.com; Path=/; Secure`);
    response.writeHead(200, { 'Set-Cookie': [...planted, 'other=planted; Domain=example.com; Path=/; Secure'] }).end();
  });
}

const both = hasChromium && hasOpenssl;

describeWhere(both, 'there is no /usr/bin/chromium or no openssl')('an https issuer in a browser', () => {
  describe.each([
    { issuer: 'https://login.example.com', prefix: '__Host-', refused: true },
    // Below a path `__Host-` can't be had, and a sibling may plant a cookie beside ours.
    { issuer: 'https://login.example.com/auth', prefix: '__Secure-', refused: false },
  ])('$issuer', ({ issuer, prefix, refused }) => {
    let server: AuthorizationServer;
    let reached: string;
    let app: WaitingApp;
    let proxy: TlsProxy;
    let browser: Browser;
    const plantable = [`${prefix}granthouse_session`, `${prefix}granthouse_browser`];
    const neighbour = sibling(plantable);

    beforeAll(async () => {
      app = await startWaitingApp();
      const client = { ...publicClient, client_id: 'order-helper', client_name: 'Order helper' };
      server = await createAuthorizationServer({
        issuer,
        storage: memoryEngine(),
        secret: 'a secret for tests, long enough to be taken',
        resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
        clients: [{ ...client, redirect_uris: [webCallback, app.callback] }],
      });
      await server.accounts.add(person);
      const origin = `http://127.0.0.1:${(await server.listen(0, '127.0.0.1')).port}`;
      reached = issuer.replace('https://login.example.com', origin);
      const behind = [origin, new URL(app.callback).origin, await listen(neighbour)];
      proxy = await startTlsProxy(Object.fromEntries(hosts.map((host, index) => [host, behind[index] ?? ''])));
      browser = await launchChromium(Object.fromEntries(hosts.map((host) => [host, proxy.address])));
    });

    afterAll(async () => {
      await browser.close();
      await Promise.all([proxy.close(), app.close(), server.close(), closed(neighbour)]);
    });

    describe.each(bothWays)('%s', (_how, options) => {
      let visitor: Visitor;

      beforeEach(async () => {
        visitor = await visit(browser, { ...options, ignoreHTTPSErrors: true });
      });

      afterEach(() => visitor.leave());

      it.each([
        ['an app on the web', () => webCallback],
        ['an app on this computer, over plain http', () => app.callback],
      ])('AS-23: connects %s', async (_kind, callback) => {
        const redirectUri = callback();
        const { url, state, verifier } = authorizationRequest(issuer, 'order-helper', { redirect_uri: redirectUri });
        const page = await visitor.open(url);
        await expectPage(page, 'Sign in');
        await signIn(page, person);
        await expectPage(page, asked);
        await press(page, 'Allow Order helper');
        await expectPage(page, arrived);
        expect(page.url().startsWith(redirectUri)).toBe(true);
        const [answer] = app.answersTo(state);
        expect(answer?.fields['iss']).toBe(issuer);
        const proof = { client_id: 'order-helper', redirect_uri: redirectUri, code_verifier: verifier };
        expect((await redeem(reached, { ...proof, code: answer?.fields['code'] ?? '' })).status).toBe(200);
      });

      async function consentPage(): Promise<Page> {
        const { url } = authorizationRequest(issuer, 'order-helper', { redirect_uri: webCallback });
        const page = await visitor.open(url);
        await signIn(page, person);
        await expectPage(page, asked);
        return page;
      }

      it('PX-3: keeps its cookies under prefixed names, from scripts and from other sites', async () => {
        const page = await consentPage();
        const cookies = await visitor.context.cookies(page.url());
        const interaction = '__Secure-granthouse_interaction';
        const names = [...plantable, `${prefix}granthouse_session.sig`, interaction, `${interaction}.sig`];
        expect(cookies.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
        for (const cookie of cookies) expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' });
      });

      it('goes its way whatever cookies a sibling planted', async () => {
        await visitor.open('https://sibling.example.com/');
        const page = await consentPage();
        const cookies = await visitor.context.cookies(page.url());
        const planted = cookies.filter(({ value }) => value === 'planted').map(({ name }) => name);
        expect(planted.toSorted()).toEqual([...(refused ? [] : plantable), 'other'].toSorted());
        await press(page, 'Allow Order helper');
        await expectPage(page, arrived);
      });
    });
  });
});
