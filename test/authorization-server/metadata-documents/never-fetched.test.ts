/** What a client names and this server leaves alone: no address of a registration is fetched, and of a document only its keys. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectError } from '../../support/expect-error.ts';
import { obtainCode, post, publicClient, redeem, register } from '../../support/oauth-client.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const inside = 'https://inside.example.com/';
let site: FetchingServer;

beforeAll(async () => {
  site = await fetchingServer();
});

afterAll(() => site.server.close());
beforeEach(() => site.clock.advance(60_000));

/** Each with all that makes the engine look at the address. */
const named = [
  ['jwks_uri', { jwks_uri: inside }],
  ['sector_identifier_uri', { sector_identifier_uri: inside }],
  ['sector_identifier_uri of pairwise subjects', { sector_identifier_uri: inside, subject_type: 'pairwise' }],
  ['logo_uri and other pages', { logo_uri: inside, client_uri: inside, tos_uri: inside, policy_uri: inside }],
  ['initiate_login_uri', { initiate_login_uri: inside }],
  ['backchannel_logout_uri', { backchannel_logout_uri: inside }],
  ['request_uris', { request_uris: [inside] }],
] as const;

describe('AS-12, RFC7591-12: nothing is fetched for a registration with', () => {
  it.each(named)('%s', async (_title, members) => {
    const before = site.host.fetched.length;
    const client = await register(site.server.issuer, { ...publicClient, ...members });
    expect(client).not.toHaveProperty('sector_identifier_uri');
    expect(client).not.toHaveProperty('jwks_uri');
    const { code, verifier } = await obtainCode(site.server.issuer, client.client_id);
    await redeem(site.server.issuer, { client_id: client.client_id, code, code_verifier: verifier });
    expect(site.host.fetched).toHaveLength(before);
  });

  it('private_key_jwt and a jwks_uri, which is refused', async () => {
    const before = site.host.fetched.length;
    const metadata = { ...publicClient, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: inside };
    await expectError(await post(`${site.server.issuer}/register`, metadata), 400, 'invalid_client_metadata');
    expect(site.host.fetched).toHaveLength(before);
  });
});

describe('AS-12: nothing but the document is fetched for a document with', () => {
  it.each(named.map(([title, members], index) => [title, members, index] as const))(
    '%s',
    async (_title, members, index) => {
      const url = `https://host.example.com/${index}.json`;
      site.host.put(url, serves(documentAt(url, members)));
      const before = site.host.fetched.length;
      await site.asked(url);
      expect(site.host.fetched.slice(before)).toEqual([url]);
    },
  );
});

it('AS-15: a registration can’t choose an id that would be a document’s', async () => {
  const { client_id } = await register(site.server.issuer, { ...publicClient, client_id: `${inside}client.json` });
  expect(client_id).toMatch(/^dcr_/);
});
