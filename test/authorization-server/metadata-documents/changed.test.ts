/** What an operator is told when an approved client's document says something else than before (Client ID Metadata Document, security considerations). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clientKey } from '../../support/client-assertion.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { callback } from '../../support/oauth-client.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const hour = 3_600_000;
const more = 'https://host.example.com/callback';
const two = { redirect_uris: [callback, more] };
let site: FetchingServer;
let url: string;
let keys: { jwks: { keys: object[] } };

beforeAll(async () => {
  site = await fetchingServer();
  keys = { jwks: { keys: [(await clientKey()).jwk] } };
});
afterAll(() => site.server.close());
beforeEach(() => {
  url = site.nextDocument(two);
});

const told = () => site.events.filter(({ name, client_id: id }) => name === 'client.document_changed' && id === url);

async function changesTo(document: object, at = site): Promise<void> {
  site.host.put(url, serves(document));
  site.clock.advance(hour);
  await at.asked(url);
}

describe('AS-15: the change of an approved document is an audit event', () => {
  it.each([
    ['redirect URIs', () => ({ redirect_uris: [callback] }), ['redirect_uris']],
    ['more redirect URIs', () => ({ redirect_uris: [callback, more, `${more}/2`] }), ['redirect_uris']],
    [
      'the method and its keys',
      () => ({ ...two, token_endpoint_auth_method: 'private_key_jwt', ...keys }),
      ['token_endpoint_auth_method', 'jwks'],
    ],
    [
      'the method and the address of its keys',
      () => ({ ...two, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://host.example.com/jwks' }),
      ['token_endpoint_auth_method', 'jwks_uri'],
    ],
  ])('of %s', async (_title, members, changed) => {
    await site.connected(url);
    await changesTo(documentAt(url, members()));
    expect(told()).toEqual([
      { name: 'client.document_changed', level: 'warn', at: site.clock.now(), client_id: url, changed },
    ]);
    await changesTo(documentAt(url, members()));
    expect(told()).toHaveLength(1);
  });

  it.each([
    ['the order of redirect URIs', { redirect_uris: [more, callback] }],
    ['the name', { ...two, client_name: 'Another name' }],
    ['members that are not taken', { ...two, jwks_uri: 'https://host.example.com/jwks', x: 1 }],
  ])('and that of %s is none', async (_title, members) => {
    await site.connected(url);
    await changesTo(documentAt(url, members));
    expect(told()).toEqual([]);
  });

  it('is none of a document that nobody approved', async () => {
    await site.asked(url);
    await changesTo(documentAt(url));
    expect(told()).toEqual([]);
  });

  it('is told once, whichever of several servers reads it', async () => {
    await site.connected(url);
    const others = [await site.another(), await site.another()];
    for (const other of others) await other.asked(url);
    site.host.put(url, serves(documentAt(url)));
    site.clock.advance(hour);
    await Promise.all([site, ...others].map((each) => each.asked(url)));
    expect(told()).toHaveLength(1);
    await Promise.all(others.map(({ server }) => server.close()));
  });

  it('is told by a server that read it later than the one whose copy there is', async () => {
    const other = await site.another();
    await site.asked(url);
    site.clock.advance(60_000);
    await other.asked(url);
    await site.connected(url);
    await other.connected(url);
    await changesTo(documentAt(url), other);
    expect(told()).toHaveLength(1);
    await changesTo(documentAt(url, two), other);
    expect(told()).toHaveLength(2);
    await other.server.close();
  });

  it('is told after a restart, after months, and although the document was gone in between', async () => {
    await site.connected(url);
    site.clock.advance(100 * 24 * hour);
    site.host.put(url, () => new Response('', { status: 404 }));
    await site.asked(url);
    const other = await site.another();
    await changesTo(documentAt(url), other);
    expect(told()).toMatchObject([{ changed: ['redirect_uris'] }]);
    await other.server.close();
  });
});
