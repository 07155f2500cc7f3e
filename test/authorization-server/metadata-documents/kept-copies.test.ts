/** Of which documents the server keeps a copy, and what it is when the store isn't there. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { failingEngine, type FailingEngine } from '../../support/failing-engine.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { obtainCode } from '../../support/oauth-client.ts';
import { failing, fetchingServer, serves, type FetchingServer } from './document-host.ts';

const hour = 3_600_000;
let engine: FailingEngine;
let store: DocumentStore;
let site: FetchingServer;
let url: string;

beforeAll(async () => {
  engine = failingEngine(memoryEngine());
  site = await fetchingServer({ storage: engine });
  store = await engine.open(collections);
});
afterAll(() => site.server.close());
beforeEach(() => {
  url = site.nextDocument();
});

const status = async (at: FetchingServer = site, clientId = url) => (await at.asked(clientId)).status;
const copy = () => store.get('client_document', url);

async function restarted(): Promise<number> {
  const other = await site.another();
  return status(other).finally(() => other.server.close());
}

describe('a copy is kept', () => {
  it('of no document that nobody approved, however many come', async () => {
    for (let number = 0; number < 10; number += 1) {
      const other = `https://flood${number}.example.com/client.json`;
      site.host.put(other, serves(documentAt(other)));
      expect(await status(site, other)).toBe(303);
      expect(await store.get('client_document', other)).toBeUndefined();
    }
  });

  it('as soon as somebody approved, and its first token was not redeemed yet', async () => {
    await obtainCode(site.server.issuer, url);
    expect(await copy()).toMatchObject({ value: { client_id: url }, withdrawn: false });
  });

  it('of what was approved before there were copies, with its next token', async () => {
    await site.connected(url);
    await store.delete('client_document', url);
    site.clock.advance(hour);
    await status();
    expect(await copy()).toBeUndefined();
    await site.connected(url);
    expect(await copy()).toBeDefined();
  });

  it('AS-12: by nobody’s word but its own: what lies in the store is judged like what was fetched', async () => {
    await site.connected(url);
    const record = { ...(await copy()), value: { ...documentAt(url), redirect_uris: ['javascript:alert(1)'] } };
    await store.put('client_document', url, record);
    site.host.put(url, failing(503));
    expect(await restarted()).toBe(400);
    expect(await copy()).toBeUndefined();
    site.host.put(url, serves(documentAt(url)));
    expect(await restarted()).toBe(303);
  });

  it('for no longer because a clock was wrong', async () => {
    await site.connected(url);
    const record = { ...(await copy()), read_at: site.clock.now() + 14 * 24 * hour };
    await store.put('client_document', url, record);
    site.host.put(url, failing(503));
    expect(await restarted()).toBe(400);
  });
});

describe('while the store is away', () => {
  it('a document that nobody here has read makes 503, and no other refusal', async () => {
    engine.isAway = true;
    expect(await status()).toBe(503);
    engine.isAway = false;
    expect(await status()).toBe(303);
  });

  it('a document is good although its copy can’t be renewed', async () => {
    await site.connected(url);
    site.clock.advance(hour);
    engine.expectFault();
    await status();
    const call = engine.calls.indexOf('compareAndSet client_document') + 1;
    expect(call).toBeGreaterThan(0);
    site.clock.advance(hour);
    engine.expectFault({ call, when: 'before' });
    expect(await status()).toBe(303);
    engine.expectFault();
    const before = await copy();
    site.clock.advance(hour);
    await status();
    expect((await copy())?.['read_at']).toBe(Number(before?.['read_at']) + 2 * hour);
  });
});
