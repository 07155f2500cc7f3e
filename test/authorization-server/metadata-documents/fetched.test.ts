/** Clients by metadata document, fetched when they come, or refused where nothing is fetched. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import {
  authorizationRequest,
  callback,
  obtainCode,
  redeem,
  refresh,
  type TokenAnswer,
} from '../../support/oauth-client.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { documentHost, serves } from './document-host.ts';

const good = 'https://host.example.com/oauth/client.json';
const host = documentHost();
const clock = createTestClock();
let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', { fetch: host.fetch, now: clock.now });
});

// Each test has its own budget.
beforeEach(() => clock.advance(60_000));

afterAll(() => server.close());

const asked = (clientId: string, overrides = {}) =>
  fetch(authorizationRequest(server.issuer, clientId, overrides).url, {
    redirect: 'manual',
    headers: { accept: 'text/html' },
  });

describe('a metadata document', () => {
  it('AS-6, AS-7, HOST-06: is advertised and read, and its client connects with any loopback port and refreshes', async () => {
    const metadata = (await (await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)).json()) as object;
    expect(metadata).toMatchObject({ client_id_metadata_document_supported: true });
    const grant_types = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'];
    host.put(good, serves(documentAt(good, { grant_types, scope: 'unknown' })));

    const redirect_uri = 'http://127.0.0.1:40404/callback';
    const { code, verifier } = await obtainCode(server.issuer, good, { overrides: { redirect_uri } });
    const response = await redeem(server.issuer, { client_id: good, code, code_verifier: verifier, redirect_uri });
    const { refresh_token } = (await response.json()) as TokenAnswer;

    expect((await refresh(server.issuer, { client_id: good, refresh_token })).status).toBe(200);
    expect(host.fetched.filter((url) => url === good)).toHaveLength(1);
  });

  it('AS-10: a redirect URI that it does not list is refused on a page', async () => {
    host.put(good, serves(documentAt(good)));
    const response = await asked(good, { redirect_uri: 'https://elsewhere.example.com/callback' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });
});

describe('with fetching switched off', () => {
  it('nothing is advertised, and an unknown document is refused on a page that says what to do, without the network', async () => {
    const off = await startAuthorizationServer('https://orders.example.com/mcp', {
      clientIdMetadataDocuments: { fetch: false },
      fetch: host.fetch,
    });
    const before = host.fetched.length;
    const metadata = (await (await fetch(`${off.issuer}/.well-known/oauth-authorization-server`)).json()) as object;
    expect(metadata).not.toHaveProperty('client_id_metadata_document_supported');
    const response = await fetch(authorizationRequest(off.issuer, good).url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('ask the people who run this server to add the app');
    expect((await redeem(off.issuer, { client_id: good, code: 'x', redirect_uri: callback })).status).toBe(401);
    expect(host.fetched).toHaveLength(before);
    await off.close();
  });
});
