/** Keys of a document, or addresses of keys, that are made to hurt: nobody is believed for them, and nothing breaks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { clientKey, type ClientKey, type Proof } from '../../support/client-assertion.ts';
import { expectError } from '../../support/expect-error.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { refresh } from '../../support/oauth-client.ts';
import { fetchingServer, serves, type DocumentHost, type FetchingServer } from './document-host.ts';

const method = { token_endpoint_auth_method: 'private_key_jwt' };
let site: FetchingServer;
let host: DocumentHost;
let key: ClientKey;
let own: ClientKey;
let other: ClientKey;
let address = 0;

beforeAll(async () => {
  site = await fetchingServer();
  host = site.host;
  key = await clientKey('RS256');
  [own, other] = [await clientKey(), await clientKey()];
});
afterAll(() => site.server.close());
beforeEach(() => site.clock.advance(60_000));

const otherKeys = (count: number) => Array.from({ length: count }, (_, index) => ({ ...other.jwk, kid: `k${index}` }));

function keysAt(keys: object[]): string {
  const url = `https://keys.example.com/many-${(address += 1)}.json`;
  host.put(url, serves({ keys }));
  return url;
}

const tried = (fields: Proof) => refresh(site.server.issuer, { refresh_token: 'unknown', ...fields });

describe('AS-12: keys', () => {
  it.each([
    'http://keys.example.com/jwks.json',
    'https://127.0.0.1/jwks.json',
    'https://2130706433/jwks.json',
    'https://0x7f.1/jwks.json',
    'https://0177.0.0.1/jwks.json',
    'https://[::1]/jwks.json',
    'https://[::ffff:10.0.0.1]/jwks.json',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/jwks.json',
    'https://metadata/jwks.json',
    'https://keys.example.com./jwks.json',
    'https://user@keys.example.com/jwks.json',
    'https://keys.example.com/jwks.json#x',
    'https://KEYS.example.com/jwks.json',
    'file:///etc/passwd',
    'data:application/json,{}',
    '//keys.example.com/jwks.json',
    '',
    7,
    { href: 'https://keys.example.com/jwks.json' },
  ])('at %j make no client, and nothing is asked for there', async (jwks_uri) => {
    const url = `https://host.example.com/strange-${(address += 1)}.json`;
    host.put(url, serves(documentAt(url, { ...method, jwks_uri })));
    const before = host.fetched.length;
    await expectError(await tried(await key.prove(url, site.server.issuer)), 401, 'invalid_client');
    expect(host.fetched.slice(before)).toEqual([url]);
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['no keys', { keys: [] }],
    ['too many keys', { keys: Array.from({ length: 11 }, () => ({ kty: 'EC' })) }],
    ['keys that are none', { keys: [null, 7, 'x', []] }],
    ['a secret', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }],
    ['half a key', { keys: [{ kty: 'EC', crv: 'P-256', x: 'AA' }] }],
    ['a point that is on no curve', { keys: [{ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }] }],
    ['a key that is too small', { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] }],
    ['a key with an exponent as long as itself', { keys: [{ kty: 'RSA', n: '_'.repeat(342), e: '_'.repeat(2048) }] }],
    ['letters that are none', { keys: [{ kty: 'RSA', n: '\u{1f600}', e: 'AQAB', kid: '\ud800' }] }],
  ])('that are %s prove nobody, and break nothing', async (_title, keys) => {
    const url = `https://host.example.com/broken-${(address += 1)}.json`;
    const brokenAt = `https://keys.example.com/${address}.json`;
    host.put(url, serves(documentAt(url, { ...method, jwks_uri: brokenAt })));
    host.put(brokenAt, () => new Response(JSON.stringify(keys), { headers: { 'content-type': 'application/json' } }));
    await expectError(await tried(await key.prove(url, site.server.issuer)), 401, 'invalid_client');
    host.put(url, serves(documentAt(url, { ...method, jwks: keys })));
    site.clock.advance(20 * 60_000);
    await expectError(await tried(await key.prove(url, site.server.issuer)), 401, 'invalid_client');
    expect(site.server.logged.filter((line) => line.includes('the engine failed'))).toEqual([]);
  });

  it.each([
    ['at an address', 60, (keys: object[]) => ({ jwks_uri: keysAt(keys) })],
    ['in the document', 20, (keys: object[]) => ({ jwks: { keys } })],
  ])(
    'RFC 7517 §5: %s are taken however many there are, and the last proves its client too',
    async (_where, count, named) => {
      const url = `https://host.example.com/many-${(address += 1)}.json`;
      host.put(url, serves(documentAt(url, { ...method, ...named([...otherKeys(count), own.jwk]) })));
      expect((await site.asked(url)).status).toBe(303);
      await expectError(await tried(await own.prove(url, site.server.issuer)), 400, 'invalid_grant');
    },
  );

  it.each([
    ['taken when it is within the first hundred', 99, 400, 'invalid_grant'],
    ['not looked for behind a hundred that are none', 100, 401, 'invalid_client'],
  ])('the key of a client is %s', async (_title, count, status, code) => {
    const url = `https://host.example.com/behind-${(address += 1)}.json`;
    const none = Array.from({ length: count }, () => ({ kty: 'EC' }));
    host.put(url, serves(documentAt(url, { ...method, jwks_uri: keysAt([...none, own.jwk]) })));
    await expectError(await tried(await own.prove(url, site.server.issuer)), status, code);
  });

  it('RFC 7517 §5: are passed over where they are of no use, beside the one that proves the client', async () => {
    const url = 'https://host.example.com/mixed.json';
    const mixedAt = 'https://keys.example.com/mixed.json';
    const { publicKey } = await generateKeyPair('ES384', { extractable: true });
    const others = [
      { kty: 'EC', crv: 'P-256', x: 'AA' },
      await exportJWK(publicKey),
      { ...key.jwk, use: 'enc' },
      { kty: 'oct' },
    ];
    host.put(url, serves(documentAt(url, { ...method, jwks_uri: mixedAt })));
    host.put(mixedAt, serves({ keys: [...others, key.jwk] }));
    await expectError(await tried(await key.prove(url, site.server.issuer)), 400, 'invalid_grant');
  });
});
