/** Clients by metadata document, once the operator has turned them on: the URL's rules, and no fetch too many. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFetchable } from '../../packages/authorization-server/src/registration/client-id-metadata-document.ts';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorizationRequest, callback, obtainCode, redeem } from '../support/oauth-client.ts';

const good = 'https://host.example.com/oauth/client.json';
const documents = new Map<string, () => Response>([
  [
    good,
    () =>
      Response.json({
        client_id: good,
        client_name: 'A host',
        redirect_uris: [callback],
        scope: 'unknown',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      }),
  ],
  [
    'https://host.example.com/other.json',
    () => Response.json({ client_id: good, client_name: 'A host', redirect_uris: [callback] }),
  ],
  [
    'https://host.example.com/secret.json',
    () =>
      Response.json({
        client_id: 'https://host.example.com/secret.json',
        client_name: 'x',
        redirect_uris: [callback],
        client_secret: 'shared',
      }),
  ],
  [
    'https://host.example.com/danger.json',
    () =>
      Response.json({
        client_id: 'https://host.example.com/danger.json',
        client_name: 'x',
        redirect_uris: ['javascript:alert(1)'],
      }),
  ],
  ['https://host.example.com/large.json', () => new Response('x'.repeat(6000))],
  ['https://host.example.com/moved.json', () => new Response(null, { status: 302, headers: { location: good } })],
]);
const fetched: string[] = [];
let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    clientIdMetadataDocuments: { enabled: true },
    fetch: async (input) => {
      const { href } = new URL(input instanceof Request ? input.url : input);
      fetched.push(href);
      const document = documents.get(href);
      if (!document) throw new TypeError('fetch failed');
      return document();
    },
  });
});

afterAll(() => server.close());

const asked = (clientId: string) => fetch(authorizationRequest(server.issuer, clientId).url, { redirect: 'manual' });

describe('a metadata document', () => {
  it('AS-6, AS-7: is advertised and read, and its client connects with any loopback port', async () => {
    const metadata = (await (await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)).json()) as object;
    expect(metadata).toMatchObject({ client_id_metadata_document_supported: true });
    const redirect_uri = 'http://127.0.0.1:40404/callback';
    const { code, verifier } = await obtainCode(server.issuer, good, { overrides: { redirect_uri } });
    const response = await redeem(server.issuer, { client_id: good, code, code_verifier: verifier, redirect_uri });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ refresh_token: expect.any(String) });
  });

  it.each([
    ['AS-8: of another client_id', 'https://host.example.com/other.json'],
    ['AS-14: with a shared secret', 'https://host.example.com/secret.json'],
    ['AS-24: with a dangerous redirect URI', 'https://host.example.com/danger.json'],
    ['AS-12: over 5 KB', 'https://host.example.com/large.json'],
    ['AS-12: behind a redirect', 'https://host.example.com/moved.json'],
    ['AS-15: that can not be fetched', 'https://nobody.example.com/client.json'],
  ])('%s is refused on a page, after one fetch', async (_title, clientId) => {
    const response = await asked(clientId);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    await asked(clientId);
    expect(fetched.filter((url) => url === clientId)).toHaveLength(1);
  });

  it.each([
    ['https://host.example.com'],
    ['https://host.example.com/'],
    ['https://192.0.2.1/client.json'],
    ['https://[::1]/client.json'],
    ['https://2130706433/client.json'],
    ['https://0x7f.1/client.json'],
    ['https://localhost/client.json'],
    ['https://host.example.com/client.json?x=1'],
    ['http://host.example.com/client.json'],
    [`https://host.example.com/${'x'.repeat(600)}`],
  ])('AS-13: %p is never fetched', async (clientId) => {
    expect(isFetchable(clientId)).toBe(false);
    expect((await asked(clientId)).status).toBe(400);
    expect(fetched).not.toContain(clientId);
  });

  it('is not read, nor advertised, by default', async () => {
    const plain = await startAuthorizationServer('https://orders.example.com/mcp', {
      fetch: () => Promise.reject(new Error('fetched')),
    });
    const response = await fetch(authorizationRequest(plain.issuer, good).url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    await plain.close();
  });
});
