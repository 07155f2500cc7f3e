/** Signing in to the site where something is not as it should be, and as a client that the operator registered. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Connections, SiteOptions } from '@granthouse/client/connections';
import { Browser } from '../../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../../support/connect.ts';
import { freePort } from '../../../support/free-port.ts';
import { madeUpConnections } from './made-up-connections.ts';
import { admin, type RunningSite, startSite } from './running-site.ts';

let site: RunningSite;
afterEach(() => site.close());

async function start(overrides: Partial<SiteOptions>): Promise<Browser> {
  const connections = { ...madeUpConnections(), close: async () => {} } as unknown as Connections;
  site = await startSite(() => connections, overrides);
  return new Browser();
}

describe('signing in', () => {
  it('where the authorization server was not told of the endpoint, tells the operator what to do', async () => {
    const endpoint = 'https://forgotten.example/mcp';
    const browser = await start({ endpoint });
    const away = sentTo(await browser.open(`${site.url}/sign-in`));
    const back = sentTo(await new Browser().open(away));
    expect(pageOf(await browser.open(back)).html).toContain('Signing in does not work right now');
    expect(site.logged.join()).toContain(`list ${endpoint} in the resources of the authorization server`);
  });

  it('where the authorization server is away, says so to people and to the operator', async () => {
    const browser = await start({ issuer: `http://localhost:${await freePort()}` });
    expect(pageOf(await browser.open(`${site.url}/sign-in`)).html).toContain('Signing in does not work right now');
    expect(site.logged.join()).toContain('unreachable');
  });

  it('that the person refuses is said to them, and told to nobody', async () => {
    const browser = await start({});
    const away = sentTo(await browser.open(`${site.url}/sign-in`));
    const back = await authorize(away, { decision: 'deny', browser: new Browser() });
    expect(pageOf(await browser.open(back)).html).toContain('You were not signed in');
    expect(site.logged).toEqual([]);
  });

  it('goes by the client that the operator registered, who is named as theirs', async () => {
    const browser = await start({ client: { id: 'northwind-site' } });
    await site.authorizationServer.clients.add({
      client_id: 'northwind-site',
      client_name: 'Team connections',
      redirect_uris: [`${site.url}/signed-in`],
      token_endpoint_auth_method: 'none',
    });
    const away = sentTo(await browser.open(`${site.url}/sign-in`));
    expect(away.searchParams.get('client_id')).toBe('northwind-site');
    expect(pageOf(await browser.open(await authorize(away, { who: admin }))).html).toContain('Sign out');
  });
});
