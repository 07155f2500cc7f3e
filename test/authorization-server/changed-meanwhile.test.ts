/** Options that change while a person decides: what they began with is refused on a page, never a failure of this server. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, person } from '../support/authorization-server.ts';
import { balancedServers, type BalancedServers } from '../support/balanced-servers.ts';
import { Browser } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import { authorizationRequest, publicClient, register } from '../support/oauth-client.ts';

const secret = 'a secret for tests, long enough to be taken';
const resources = [{ resource: 'https://warehouse.example.com/mcp', ...orderDesk }];
const redirect_uri = 'oddapp:callback';

let servers: BalancedServers;
beforeEach(async () => {
  servers = await balancedServers();
});
afterEach(() => servers.close());

describe('someone who decides', () => {
  it.each([
    ['whose app may no longer register', {}, 'connected again'],
    [
      'about a resource that is no longer served',
      { registration: { privateUseRedirectUris: [redirect_uri] }, resources },
      'cannot be done',
    ],
  ])('%s sees why, at every step', async (_title, after, words) => {
    const storage = memoryEngine();
    const base = { storage, secret };
    await servers.become({ ...base, registration: { privateUseRedirectUris: [redirect_uri] } });
    const { client_id } = await register(servers.issuer, { ...publicClient, redirect_uris: [redirect_uri] });
    const browser = new Browser();
    const signIn = pageOf(await browser.open(authorizationRequest(servers.issuer, client_id, { redirect_uri }).url));

    await servers.become({ ...base, ...after });

    const again = pageOf(await browser.open(signIn.url));
    expect([again.status, again.html]).toEqual([400, expect.stringContaining(words)]);
    const { status, html } = pageOf(await browser.submit(signIn, '/sign-in', person));
    expect([status, html]).toEqual([400, expect.stringContaining(words)]);
  });
});
