/** The operator's lists: whose documents are read, and whose never (Client ID Metadata Document, trust policies). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthorizationServer } from '@granthouse/authorization-server';
import { ConfigurationError } from '@granthouse/protocol';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk } from '../../support/authorization-server.ts';
import { clientKey } from '../../support/client-assertion.ts';
import { expectError } from '../../support/expect-error.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { refresh } from '../../support/oauth-client.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const allow = [
  'host.example.com',
  '*.apps.example.com',
  'https://shared.example.com/ours/',
  'https://one.example.com/client.json',
];
const deny = ['bad.example.com', '*.bad.example.com', 'bad.apps.example.com', 'https://host.example.com/old/'];
const pinned = 'https://pinned.example.com/client.json';

let allowing: FetchingServer;
let denying: FetchingServer;
beforeAll(async () => {
  allowing = await fetchingServer({ clientIdMetadataDocuments: { allow, deny, pinned: [documentAt(pinned)] } });
  denying = await fetchingServer({ clientIdMetadataDocuments: { deny } });
});
afterAll(() => Promise.all([allowing.server.close(), denying.server.close()]));
beforeEach(() => {
  for (const { clock } of [allowing, denying]) clock.advance(60_000);
});

async function answerTo(site: FetchingServer, url: string) {
  site.host.put(url, serves(documentAt(url)));
  const before = site.host.fetched.length;
  const response = await site.asked(url);
  return { status: response.status, fetches: site.host.fetched.length - before, text: await response.text() };
}

describe('AS-18: of addresses that are allowed', () => {
  it.each([
    'https://host.example.com/client.json',
    'https://host.example.com:8443/client.json',
    'https://a.apps.example.com/client.json',
    'https://a.b.apps.example.com/client.json',
    'https://shared.example.com/ours/client.json',
    'https://one.example.com/client.json',
  ])('%s is read', async (url) => {
    expect(await answerTo(allowing, url)).toMatchObject({ status: 303, fetches: 1 });
  });

  it.each([
    'https://elsewhere.example.com/client.json',
    'https://sub.host.example.com/client.json',
    'https://host.example.com.evil.example/client.json',
    'https://evilhost.example.com/client.json',
    'https://apps.example.com/client.json',
    'https://evilapps.example.com/client.json',
    'https://shared.example.com/client.json',
    'https://shared.example.com/ours',
    'https://shared.example.com/ours-too/client.json',
    'https://shared.example.com:8443/ours/client.json',
    'https://one.example.com/client.json/2',
    'https://bad.apps.example.com/client.json',
    'https://host.example.com/old/client.json',
  ])('%s is none, and is never fetched', async (url) => {
    const { status, fetches, text } = await answerTo(allowing, url);
    expect([status, fetches]).toEqual([400, 0]);
    expect(text).toContain('ask the people who run this server to add the app');
  });

  it('a pinned document is known whatever the lists say', async () => {
    expect((await allowing.asked(pinned)).status).toBe(303);
  });
});

describe('AS-18: of addresses that are denied', () => {
  it.each([
    'https://bad.example.com/client.json',
    'https://bad.example.com:8443/client.json',
    'https://a.bad.example.com/client.json',
    'https://host.example.com/old/client.json',
  ])('%s is never fetched', async (url) => {
    expect(await answerTo(denying, url)).toMatchObject({ status: 400, fetches: 0 });
  });

  it('no keys are fetched either', async () => {
    const url = 'https://host.example.com/client.json';
    const keysAt = 'https://bad.example.com/jwks.json';
    const key = await clientKey();
    denying.host.put(keysAt, serves({ keys: [key.jwk] }));
    denying.host.put(url, serves(documentAt(url, { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: keysAt })));
    const { issuer } = denying.server;
    const proved = { refresh_token: 'x', ...(await key.prove(url, issuer)) };
    await expectError(await refresh(issuer, proved), 401, 'invalid_client');
    expect(denying.host.fetched).not.toContain(keysAt);
  });

  it('others are read', async () => {
    expect(await answerTo(denying, 'https://good.example.com/client.json')).toMatchObject({ status: 303, fetches: 1 });
  });

  it('a client that was approved before is refused from the next start on, whatever copy there is', async () => {
    const url = 'https://later.example.com/client.json';
    denying.host.put(url, serves(documentAt(url)));
    await denying.connected(url);
    const other = await denying.another({ clientIdMetadataDocuments: { deny: ['later.example.com'] } });
    expect((await other.asked(url)).status).toBe(400);
    await other.server.close();
  });
});

describe('a list that would never meet an address stops the start', () => {
  it.each([
    ['allow', ''],
    ['allow', '*'],
    ['allow', 'localhost'],
    ['allow', '127.0.0.1'],
    ['allow', 'Host.example.com'],
    ['allow', 'host.example.com:8443'],
    ['allow', 'host.example.com/client.json'],
    ['allow', 'host.*.example.com'],
    ['allow', 'host.example.com.'],
    ['allow', 'bücher.example.com'],
    ['allow', 'http://host.example.com/'],
    ['allow', 'https://host.example.com'],
    ['allow', 'https://*.example.com/'],
    ['allow', 'https://host.example.com/a/../b/'],
    ['allow', 'https://host.example.com/client.json?x=1'],
    ['deny', 'https://host.example.com'],
  ] as const)('%s: %j', async (list, entry) => {
    const started = createAuthorizationServer({
      issuer: 'https://login.example.com',
      storage: memoryEngine(),
      secret: 'a secret for tests, long enough to be taken',
      resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
      clientIdMetadataDocuments: { [list]: [entry] },
    });
    const error = await started.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).path).toBe(`authorizationServer.clientIdMetadataDocuments.${list}[0]`);
  });
});
