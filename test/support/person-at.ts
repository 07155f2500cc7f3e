/** A person in front of a server's pages: opens them as one client's request would. */
import { Browser, type Page } from './browser.ts';
import { person } from './authorization-server.ts';
import { pageOf } from './connect.ts';
import { authorizationRequest, register, type Attempt } from './oauth-client.ts';

type Overrides = Record<string, string | undefined>;

export interface PersonAt {
  /** Signed in from its first consent on: checking a password is slow, so most tests share it. */
  readonly shared: Browser;
  readonly clientId: string;
  request(overrides?: Overrides): URL;
  /** The same with what its code is redeemed by. */
  attempt(overrides?: Overrides): Attempt;
  signInPage(browser: Browser, overrides?: Overrides): Promise<Page>;
  /** Signs in on the way when the browser isn't. */
  consentPage(browser: Browser, overrides?: Overrides): Promise<Page>;
}

export async function personAt(issuer: string): Promise<PersonAt> {
  const { client_id: clientId } = await register(issuer);
  const attempt = (overrides: Overrides = {}) => authorizationRequest(issuer, clientId, overrides);
  const request = (overrides: Overrides = {}) => attempt(overrides).url;
  const signInPage = async (browser: Browser, overrides: Overrides = {}) =>
    pageOf(await browser.open(request(overrides)));
  return {
    shared: new Browser(),
    clientId,
    request,
    attempt,
    signInPage,
    async consentPage(browser, overrides) {
      const page = await signInPage(browser, overrides);
      return page.html.includes('name="password"') ? pageOf(await browser.submit(page, '/sign-in', person)) : page;
    },
  };
}
