/** What the server goes by while a document that somebody approved can't be read, after a restart and on every server alike. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { failing, fetchingServer, serves, type FetchingServer } from './document-host.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;
let store: DocumentStore;
let site: FetchingServer;
let url: string;

beforeAll(async () => {
  const storage = memoryEngine();
  site = await fetchingServer({ storage });
  store = await storage.open(collections);
});
afterAll(() => site.server.close());
beforeEach(() => {
  url = site.nextDocument();
});

const status = async (at: FetchingServer = site, clientId = url) => (await at.asked(clientId)).status;
const fetches = () => site.host.fetched.filter((one) => one === url).length;
const copy = () => store.get('client_document', url);

async function restarted<T>(use: (other: FetchingServer) => Promise<T>): Promise<T> {
  const other = await site.another();
  return use(other).finally(() => other.server.close());
}

describe('HOST-11: the last good copy of an approved document', () => {
  it.each([
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['an end in the middle', () => jsonOf(new ReadableStream({ pull: (body) => body.error(new Error('ECONNRESET')) }))],
    ['status 403', failing(403)],
    ['status 429', failing(429)],
    ['status 500', failing(500)],
    ['status 503', failing(503)],
    ['status 599', failing(599)],
  ])('stands in for %s, after a restart, too', async (_title, away) => {
    await site.connected(url);
    site.host.put(url, away);
    site.clock.advance(hour);
    expect([await status(), await restarted((other) => status(other))]).toEqual([303, 303]);
  });

  it.each([
    ['status 404', failing(404)],
    ['status 410', failing(410)],
    ['status 401', failing(401)],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example.com/' } })],
    ['text that is not JSON', () => jsonOf('{')],
    ['another client_id', () => Response.json(documentAt('https://host.example.com/other.json'))],
    ['a secret', () => Response.json(documentAt(url, { client_secret: 'x' }))],
    ['too many bytes', () => Response.json(documentAt(url, { client_uri: `https://x.example/${'x'.repeat(6000)}` }))],
    ['a dangerous redirect URI', () => Response.json(documentAt(url, { redirect_uris: ['javascript:alert(1)'] }))],
  ])('never stands in for %s, nor for a failure after it', async (_title, gone) => {
    await site.connected(url);
    site.host.put(url, gone);
    site.clock.advance(hour);
    expect(await status()).toBe(400);
    site.host.put(url, failing(503));
    site.clock.advance(60_000);
    expect(await status()).toBe(400);
    expect(await restarted((other) => status(other))).toBe(400);
    site.host.put(url, serves(documentAt(url)));
    site.clock.advance(60_000);
    expect(await status()).toBe(303);
    expect(await copy()).toMatchObject({ withdrawn: false });
  });

  it('stands in for seven days after it was read, and no longer', async () => {
    await site.connected(url);
    site.host.put(url, failing(503));
    site.clock.advance(week - 1);
    expect(await status()).toBe(303);
    site.clock.advance(1);
    expect(await status()).toBe(400);
    expect(await restarted((other) => status(other))).toBe(400);
  });

  it('AS-11: while it stands in, the document is asked for twice in a minute at most, and read as soon as it is back', async () => {
    await site.connected(url);
    site.host.put(url, failing(503));
    site.clock.advance(hour);
    const before = fetches();
    for (let second = 0; second < 60; second += 10) {
      await status();
      site.clock.advance(10_000);
    }
    expect(fetches() - before).toBe(2);
    const redirect_uri = 'https://host.example.com/new';
    site.host.put(url, serves(documentAt(url, { redirect_uris: [redirect_uri] })));
    site.clock.advance(30_000);
    expect((await site.asked(url, { redirect_uri })).status).toBe(303);
  });

  it('is withdrawn on every server when one has read that it is no more', async () => {
    await site.connected(url);
    const other = await site.another();
    expect(await status(other)).toBe(303);
    site.clock.advance(hour);
    site.host.put(url, failing(404));
    expect(await status()).toBe(400);
    site.host.put(url, failing(503));
    expect(await status(other)).toBe(400);
    await other.server.close();
  });

  it('saves the fetch of a server that starts while it is fresh', async () => {
    site.host.put(url, serves(documentAt(url), { 'cache-control': 'max-age=3600' }));
    await site.connected(url);
    site.clock.advance(hour - 60_000);
    expect(await restarted((other) => status(other))).toBe(303);
    expect(fetches()).toBe(1);
  });

  it('goes by what was read last, by whichever server', async () => {
    const redirect_uri = 'https://host.example.com/new';
    await site.connected(url);
    site.clock.advance(hour);
    site.host.put(url, serves(documentAt(url, { redirect_uris: [redirect_uri] })));
    expect(await restarted((other) => other.asked(url, { redirect_uri }))).toMatchObject({ status: 303 });
    site.host.put(url, failing(503));
    site.clock.advance(hour);
    expect((await site.asked(url, { redirect_uri })).status).toBe(303);
    expect(await status()).toBe(400);
  });
});

function jsonOf(body: string | ReadableStream): Response {
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}
