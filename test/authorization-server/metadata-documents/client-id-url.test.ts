/** Which URLs may be a client id (Client ID Metadata Document §3): the others are never fetched. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { documentAt } from '../../support/metadata-document.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

let site: FetchingServer;

beforeAll(async () => {
  site = await fetchingServer();
});

// Each test has its own budget.
beforeEach(() => site.clock.advance(60_000));

afterAll(() => site.server.close());

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
    ['https://bücher.example.com/client.json'],
    ['https://host。example.com/client.json'],
    ['https://%68ost.example.com/client.json'],
    ['https://host.example.com/%2E%2E/client.json'],
    ['https://host.example.com/a/%2e/client.json'],
    ['https://host.example.com/client json'],
    ['https://host.example.com:0443/client.json'],
    ['https://host.example.com:/client.json'],
    ['https://10.0.0.1.:443/client.json'],
    ['https://[fd00::1%25eth0]/client.json'],
    ['https:host.example.com/client.json'],
    ['https:///host.example.com/client.json'],
    ['https://host.example.com/\tclient.json'],
    [' https://host.example.com/client.json'],
    ['http://host.example.com/client.json'],
    [`https://host.example.com/${'x'.repeat(500)}`],
  ])('%j is never fetched', async (clientId) => {
    const before = site.host.fetched.length;
    const response = await site.asked(clientId);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(site.host.fetched).toHaveLength(before);
  });

  it.each([
    ['a port', 'https://host.example.com:8443/client.json'],
    ['a host in other letters, as names have them', 'https://xn--bcher-kva.example.com/client.json'],
    ['a path of no more than a name', 'https://host.example.com/client'],
    ['an empty segment', 'https://host.example.com//client.json'],
  ])('may have %s', async (_title, url) => {
    site.host.put(url, serves(documentAt(url)));
    expect((await site.asked(url)).status).toBe(303);
  });
});
