/** Which URLs may be a client id (Client ID Metadata Document §3): the others are never fetched. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { authorizationRequest } from '../../support/oauth-client.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { documentHost, serves } from './document-host.ts';

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

describe('AS-13: a client_id URL', () => {
  it.each([
    ['https://host.example.com'],
    ['https://host.example.com/'],
    ['https://host.example.com/a/../client.json'],
    ['https://host.example.com/a/./client.json'],
    ['https://host.example.com/%2e%2e/client.json'],
    ['https://host.example.com/client.json#x'],
    ['https://host.example.com/client.json#'],
    ['https://host.example.com/client.json?x=1'],
    ['https://host.example.com/client.json?'],
    ['https://user@host.example.com/client.json'],
    ['https://:secret@host.example.com/client.json'],
    ['https://@host.example.com/client.json'],
    ['https://192.0.2.1/client.json'],
    ['https://8.8.8.8/client.json'],
    ['https://[::1]/client.json'],
    ['https://[2606:4700::1]/client.json'],
    ['https://[::ffff:127.0.0.1]/client.json'],
    ['https://2130706433/client.json'],
    ['https://0x7f.1/client.json'],
    ['https://127.1/client.json'],
    ['https://0177.0.0.1/client.json'],
    ['https://１２７.0.0.1/client.json'],
    ['https://localhost/client.json'],
    ['https://host.example.com./client.json'],
    ['https://HOST.example.com/client.json'],
    ['HTTPS://host.example.com/client.json'],
    ['https://host.example.com:443/client.json'],
    ['https:\\\\host.example.com\\client.json'],
    ['https://host.example.com\\@127.0.0.1/client.json'],
    ['https://host.example.com/\tclient.json'],
    [' https://host.example.com/client.json'],
    ['http://host.example.com/client.json'],
    [`https://host.example.com/${'x'.repeat(500)}`],
  ])('%j is never fetched', async (clientId) => {
    const before = host.fetched.length;
    const response = await asked(clientId);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(host.fetched).toHaveLength(before);
  });

  it('may have a port', async () => {
    const url = 'https://host.example.com:8443/client.json';
    host.put(url, serves(documentAt(url)));
    expect((await asked(url)).status).toBe(303);
  });
});
