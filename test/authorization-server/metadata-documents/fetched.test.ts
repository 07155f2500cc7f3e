/** Clients by metadata document, fetched when they come, or refused where nothing is fetched. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { person, startAuthorizationServer } from '../../support/authorization-server.ts';
import { Browser } from '../../support/browser.ts';
import { pageOf } from '../../support/connect.ts';
import {
  authorizationRequest,
  callback,
  obtainCode,
  redeem,
  refresh,
  type TokenAnswer,
} from '../../support/oauth-client.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const good = 'https://host.example.com/oauth/client.json';
let site: FetchingServer;

beforeAll(async () => {
  site = await fetchingServer();
});

// Each test has its own budget.
beforeEach(() => site.clock.advance(60_000));

afterAll(() => site.server.close());

describe('a metadata document', () => {
  it('AS-6, AS-7, HOST-06: is advertised and read, and its client connects with any loopback port and refreshes', async () => {
    const metadata = (await (
      await fetch(`${site.server.issuer}/.well-known/oauth-authorization-server`)
    ).json()) as object;
    expect(metadata).toMatchObject({ client_id_metadata_document_supported: true });
    const grant_types = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'];
    site.host.put(good, serves(documentAt(good, { grant_types, scope: 'unknown' })));

    const redirect_uri = 'http://127.0.0.1:40404/callback';
    const { code, verifier } = await obtainCode(site.server.issuer, good, { overrides: { redirect_uri } });
    const response = await redeem(site.server.issuer, { client_id: good, code, code_verifier: verifier, redirect_uri });
    const { refresh_token } = (await response.json()) as TokenAnswer;

    expect((await refresh(site.server.issuer, { client_id: good, refresh_token })).status).toBe(200);
    expect(site.host.fetched.filter((url) => url === good)).toHaveLength(1);
  });

  it('AS-10: a redirect URI that it does not list is refused on a page', async () => {
    site.host.put(good, serves(documentAt(good)));
    const response = await site.asked(good, { redirect_uri: 'https://elsewhere.example.com/callback' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('is asked once more when its app comes with a redirect URI that it did not list, once in a minute', async () => {
    const url = 'https://host.example.com/renewed.json';
    const redirect_uri = 'https://host.example.com/new';
    const fetches = () => site.host.fetched.filter((one) => one === url).length;
    site.host.put(url, serves(documentAt(url), { 'cache-control': 'max-age=86400' }));
    expect((await site.asked(url)).status).toBe(303);
    site.host.put(url, serves(documentAt(url, { redirect_uris: [callback, redirect_uri] })));
    expect((await site.asked(url, { redirect_uri })).status).toBe(400);
    site.clock.advance(60_000);
    expect((await site.asked(url, { redirect_uri })).status).toBe(303);
    for (let times = 0; times < 5; times += 1) {
      expect((await site.asked(url, { redirect_uri: 'https://evil.example.com/' })).status).toBe(400);
    }
    expect(fetches()).toBe(2);
  });

  it('of a known host is read although strangers use up all that is fetched', async () => {
    const known = 'https://claude.ai/oauth/claude-code-client-metadata';
    site.host.put(known, serves(documentAt(known)));
    for (let index = 0; index < 12; index += 1) await site.asked(`https://host${index}.example${index}.com/x.json`);
    const stranger = 'https://stranger.example.com/client.json';
    site.host.put(stranger, serves(documentAt(stranger)));
    expect((await site.asked(stranger)).status).toBe(400);
    expect((await site.asked(known)).status).toBe(303);
  });

  it('that is gone while a person signs in ends in a page, and another sign-in is possible once it is back', async () => {
    const url = 'https://host.example.com/lost.json';
    site.host.put(url, serves(documentAt(url)));
    const browser = new Browser();
    const page = pageOf(await browser.open(authorizationRequest(site.server.issuer, url).url));
    site.host.put(url, () => new Response('', { status: 404 }));
    site.clock.advance(301_000);
    expect(pageOf(await browser.open(page.url)).status).toBe(400);
    expect(pageOf(await browser.submit(page, '/sign-in', person)).status).toBe(400);
    site.host.put(url, serves(documentAt(url)));
    site.clock.advance(30_000);
    expect((await site.asked(url)).status).toBe(303);
  });

  it('HOST-11: that can’t be reached while a person signs in disturbs nobody', async () => {
    const url = 'https://host.example.com/away.json';
    site.host.put(url, serves(documentAt(url)));
    const browser = new Browser();
    const page = pageOf(await browser.open(authorizationRequest(site.server.issuer, url).url));
    site.host.put(url, () => new Response('', { status: 503 }));
    site.clock.advance(301_000);
    const consent = pageOf(await browser.submit(page, '/sign-in', person));
    const sent = await browser.submit(consent, '/approve');
    expect(sent.sentTo?.searchParams.has('code')).toBe(true);
  });
});

describe('with fetching switched off', () => {
  it('AS-6, AS-18: nothing is advertised, and an unknown document is refused on a page that says what to do, without the network', async () => {
    const off = await startAuthorizationServer('https://orders.example.com/mcp', {
      clientIdMetadataDocuments: { fetch: false },
      fetch: site.host.fetch,
    });
    const before = site.host.fetched.length;
    const metadata = (await (await fetch(`${off.issuer}/.well-known/oauth-authorization-server`)).json()) as object;
    expect(metadata).not.toHaveProperty('client_id_metadata_document_supported');
    const response = await fetch(authorizationRequest(off.issuer, good).url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('ask the people who run this server to add the app');
    expect((await redeem(off.issuer, { client_id: good, code: 'x', redirect_uri: callback })).status).toBe(401);
    expect(site.host.fetched).toHaveLength(before);
    await off.close();
  });
});
