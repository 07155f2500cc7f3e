/** Metadata documents that must not be believed: each ends the request on a page, and is fetched once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { redeem } from '../../support/oauth-client.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const good = 'https://host.example.com/oauth/client.json';
const at = (path: string) => `https://host.example.com/${path}`;
let site: FetchingServer;

beforeAll(async () => {
  site = await fetchingServer();
});

// Each test has its own budget.
beforeEach(() => site.clock.advance(60_000));

afterAll(() => site.server.close());

const bent = (path: string, more: object) => serves(documentAt(at(path), { ...more }));

describe('AS-15: a document that must not be believed ends the request on a page', () => {
  it.each([
    ['AS-8: of another client_id', 'other.json', serves(documentAt(good))],
    ['AS-8: whose client_id differs in one letter', 'One.json', serves(documentAt(at('one.json')))],
    [
      'AS-9: that is no JSON',
      'text.json',
      () => new Response('{', { headers: { 'content-type': 'application/json' } }),
    ],
    ['AS-9: that is a list', 'list.json', serves([documentAt(at('list.json'))])],
    ['AS-9: without a client_id', 'id.json', bent('id.json', { client_id: undefined })],
    ['AS-9: without a client_name', 'name.json', bent('name.json', { client_name: undefined })],
    ['AS-9: with an empty client_name', 'empty.json', bent('empty.json', { client_name: ' ' })],
    ['AS-9: without redirect_uris', 'uris.json', bent('uris.json', { redirect_uris: undefined })],
    ['AS-14: with a client_secret', 'secret.json', bent('secret.json', { client_secret: 'shared' })],
    ['AS-14: with a client_secret that is null', 'null.json', bent('null.json', { client_secret: null })],
    ['AS-14: with client_secret_expires_at', 'expires.json', bent('expires.json', { client_secret_expires_at: 0 })],
    [
      'AS-14: with client_secret_basic',
      'basic.json',
      bent('basic.json', { token_endpoint_auth_method: 'client_secret_basic' }),
    ],
    [
      'AS-14: with client_secret_post',
      'post.json',
      bent('post.json', { token_endpoint_auth_method: 'client_secret_post' }),
    ],
    [
      'AS-14: with client_secret_jwt',
      'hmac.json',
      bent('hmac.json', { token_endpoint_auth_method: 'client_secret_jwt' }),
    ],
    [
      'AS-14: with private_key_jwt and no keys',
      'keys.json',
      bent('keys.json', { token_endpoint_auth_method: 'private_key_jwt' }),
    ],
    [
      'RFC7591-10: with jwks and jwks_uri',
      'both.json',
      bent('both.json', {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [{ kty: 'EC' }] },
        jwks_uri: at('jwks.json'),
      }),
    ],
    [
      'AS-12: with jwks_uri over http',
      'http-keys.json',
      bent('http-keys.json', {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: 'http://host.example.com/jwks',
      }),
    ],
    [
      'AS-12: with jwks_uri at an address',
      'ip-keys.json',
      bent('ip-keys.json', { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://169.254.169.254/jwks' }),
    ],
    [
      'AS-24: with a dangerous redirect URI',
      'danger.json',
      bent('danger.json', { redirect_uris: ['javascript:alert(1)'] }),
    ],
    [
      'RFC9700-2: with an http redirect URI',
      'http.json',
      bent('http.json', { redirect_uris: ['http://app.example/cb'] }),
    ],
    [
      'AS-12: over 5 KB',
      'large.json',
      bent('large.json', { client_uri: `https://host.example.com/${'x'.repeat(6000)}` }),
    ],
    ['AS-12: behind a redirect', 'moved.json', () => new Response(null, { status: 302, headers: { location: good } })],
    ['AS-12: with status 201', 'created.json', () => Response.json(documentAt(at('created.json')), { status: 201 })],
    ['AS-12: with status 404', 'gone.json', () => Response.json(documentAt(at('gone.json')), { status: 404 })],
    ['AS-12: served as text', 'plain.json', () => new Response(JSON.stringify(documentAt(at('plain.json'))))],
    ['AS-15: that can not be fetched', 'nobody.json', () => Promise.reject(new TypeError('fetch failed'))],
  ])('%s, after one fetch', async (_title, path, answer) => {
    const url = at(path);
    site.host.put(url, answer);
    const response = await site.asked(url);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).toContain('What you can do now');
    const answers = await Promise.all([
      site.asked(url),
      site.asked(url),
      redeem(site.server.issuer, { client_id: url, code: 'x' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 401]);
    expect(site.host.fetched.filter((one) => one === url)).toHaveLength(1);
  });

  it('a page says what to do when a document could not be read, and the reason stays in the log', async () => {
    site.host.put(at('refused.json'), () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:443')));
    const html = await (await site.asked(at('refused.json'))).text();
    expect(html).toContain('could not be read just now');
    expect(html).toContain('Wait a minute.');
    expect(html).not.toMatch(/ECONNREFUSED|10\.1\.2\.3/);
    expect(site.server.logged.some((line) => line.includes('ECONNREFUSED'))).toBe(true);
  });
});
