/** Options that change while a person decides: what they began with is refused on a page, never a failure of this server. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { balancedServers, type BalancedServers } from '../support/balanced-servers.ts';
import { Browser } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import { confidentialClient, manage, registerManaged } from '../support/managed-client.ts';
import { authorizationRequest, publicClient, register } from '../support/oauth-client.ts';

const secret = 'a secret for tests, long enough to be taken';
const resources = [{ resource: 'https://warehouse.example.com/mcp', ...orderDesk }];
const redirect_uri = 'oddapp:callback';

let servers: BalancedServers;
beforeEach(async () => {
  servers = await balancedServers();
});
let server: RunningServer | undefined;
afterEach(() => Promise.all([servers.close(), server?.close()]));

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

  it('AS-24: about an address that the app has taken back is sent there no more, whatever they decide', async () => {
    server = await startAuthorizationServer('https://orders.example.com/mcp');
    const [before, after] = ['https://old.example/callback', 'https://new.example/callback'];
    const client = await registerManaged(server.issuer, { ...confidentialClient, redirect_uris: [before] });
    const browser = new Browser();
    const { url } = authorizationRequest(server.issuer, client.client_id, { redirect_uri: before });
    const consent = pageOf(await browser.submit(pageOf(await browser.open(url)), '/sign-in', person));

    const body = { ...confidentialClient, client_id: client.client_id, redirect_uris: [after] };
    expect((await manage(client, 'PUT', { body })).status).toBe(200);

    for (const decision of ['/approve', '/deny']) {
      const { page } = await browser.submit(consent, decision);
      expect([page?.status, page?.html]).toEqual([400, expect.stringContaining('redirect_uri.not_registered')]);
    }
  });
});
