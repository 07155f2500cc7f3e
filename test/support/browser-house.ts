/** What a journey in a real browser needs: an authorization server, an app that waits for its answer, and the browser, once for all tests of a file. */
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { startAuthorizationServer, type RunningServer } from './authorization-server.ts';
import { launchChromium } from './chromium.ts';
import { authorizationRequest, publicClient, redeem, refresh, register, type Attempt } from './oauth-client.ts';
import { visit, type VisitOptions, type Visitor } from './visitor.ts';
import { startWaitingApp, type WaitingApp } from './waiting-app.ts';

export interface BrowserHouse {
  readonly server: RunningServer;
  readonly app: WaitingApp;
  visit(options: VisitOptions): Promise<Visitor>;
  /** The app asks for access; `overrides` replace parameters. */
  request(overrides?: Record<string, string | undefined>): Attempt;
  /** What the app gets for the one code that answered its request. */
  redeem(attempt: Attempt): Promise<Response>;
  refresh(refreshToken: string): Promise<Response>;
  close(): Promise<void>;
}

export async function openBrowserHouse(overrides: Partial<AuthorizationServerOptions> = {}): Promise<BrowserHouse> {
  const [server, app, browser] = await Promise.all([
    startAuthorizationServer('https://orders.example.com/mcp', overrides),
    startWaitingApp(),
    launchChromium(),
  ]);
  const { issuer } = server;
  const redirect = { redirect_uri: app.callback };
  const metadata = { ...publicClient, client_name: 'Order helper', redirect_uris: [app.callback] };
  const { client_id: clientId } = await register(issuer, metadata);
  return {
    server,
    app,
    visit: (options) => visit(browser, options),
    request: (others = {}) => authorizationRequest(issuer, clientId, { ...redirect, ...others }),
    redeem({ state, verifier }) {
      const [answer] = app.answersTo(state);
      const code = answer?.fields['code'] ?? '';
      return redeem(issuer, { client_id: clientId, ...redirect, code, code_verifier: verifier });
    },
    refresh: (token) => refresh(issuer, { client_id: clientId, refresh_token: token }),
    async close() {
      await browser.close();
      await Promise.all([server.close(), app.close()]);
    },
  };
}
