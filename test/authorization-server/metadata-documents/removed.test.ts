/** A client that is known by its document, removed by the operator: what it was allowed ends, and no copy of its document or keys stays (Client ID Metadata Document, caching). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { clientKey, type ClientKey } from '../../support/client-assertion.ts';
import { failingEngine, type FailingEngine } from '../../support/failing-engine.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { callback, obtainCode, redeem, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const hour = 3_600_000;
let engine: FailingEngine;
let site: FetchingServer;
/** Where a command works, beside the server. */
let beside: FetchingServer;
let store: DocumentStore;
let key: ClientKey;
let url: string;
let keysAt: string;

beforeAll(async () => {
  engine = failingEngine(memoryEngine());
  site = await fetchingServer({ storage: engine });
  beside = await site.another();
  store = await engine.open(collections);
  key = await clientKey();
});
afterAll(() => Promise.all([site.server.close(), beside.server.close(), store.close()]));
beforeEach(() => {
  url = site.nextDocument();
  keysAt = new URL('jwks.json', url).href;
  const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: keysAt };
  site.host.put(url, serves(documentAt(url, keys)));
  site.host.put(keysAt, serves({ keys: [key.jwk] }));
});

const proof = () => key.prove(url, site.server.issuer);

async function connected(): Promise<TokenAnswer> {
  const { code, verifier } = await obtainCode(site.server.issuer, url);
  const fields = { code, code_verifier: verifier, redirect_uri: callback, ...(await proof()) };
  const answer = await redeem(site.server.issuer, fields);
  expect(answer.status).toBe(200);
  return (await answer.json()) as TokenAnswer;
}

const copies = () => Promise.all([store.get('client_document', url), store.get('client_key_set', keysAt)]);

const refreshed = async ({ refresh_token }: TokenAnswer) =>
  (await refresh(site.server.issuer, { refresh_token, ...(await proof()) })).status;

describe.each([
  ['the server itself', () => site],
  ['a command beside the server', () => beside],
])('AS-15: removed by %s, a client of a document', (_by, at) => {
  const remove = () => at().server.clients.remove(url);

  it('leaves no copy, and all that was approved for it is ended', async () => {
    const tokens = await connected();
    expect(await copies()).not.toContain(undefined);
    expect(await remove()).toBe(true);
    expect(await copies()).toEqual([undefined, undefined]);
    expect(await refreshed(tokens)).toBe(400);
    expect(site.events.at(-1)).toMatchObject({ name: 'client.removed', client_id: url, authorizations: 1 });
    expect(await remove()).toBe(false);
  });

  it('leaves nothing that would stand in for its document', async () => {
    await connected();
    await remove();
    for (const address of [url, keysAt]) site.host.put(address, () => new Response('', { status: 503 }));
    site.clock.advance(25 * hour);
    expect((await site.asked(url)).status).toBe(400);
  });

  it('is no different from one that is new, when it comes again and is approved', async () => {
    await connected();
    await remove();
    site.clock.advance(25 * hour);
    const tokens = await connected();
    site.clock.advance(25 * hour);
    await connected();
    expect(await copies()).not.toContain(undefined);
    expect(await refreshed(tokens)).toBe(200);
  });

  it('is removed to the end when it is removed again after a call to the store failed', async () => {
    await connected();
    engine.expectFault();
    await remove();
    const calls = engine.calls.length;
    for (let call = 1; call <= calls; call += 1) {
      const tokens = await connected();
      engine.expectFault({ call, when: 'before' });
      await expect(remove()).rejects.toMatchObject({ code: 'unavailable' });
      engine.expectFault();
      await remove();
      expect(await refreshed(tokens)).toBe(400);
      expect(await copies()).toEqual([undefined, undefined]);
      site.clock.advance(25 * hour);
    }
  });
});

it('of a document that was kept without an authorization that is left, the copy is removed', async () => {
  await connected();
  const ended: string[] = [];
  for await (const id of site.server.authorizations.end({ clientId: url })) ended.push(id);
  expect(ended).toHaveLength(1);
  expect(await site.server.clients.remove(url)).toBe(true);
  expect(await copies()).toEqual([undefined, undefined]);
});
