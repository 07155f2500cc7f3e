/** Every kind of wrong parameter of an authorization request, and who is told: the client, where its redirect URI is trusted, and the person on a page where it isn't (RFC 6749 §4.1.2.1, RFC 9700 §4.11). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorizationRequest, callback, publicClient, register } from '../support/oauth-client.ts';

const site = 'https://app.example/callback?tenant=7';

let server: RunningServer;
let clientId: string;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  ({ client_id: clientId } = await register(server.issuer, { ...publicClient, redirect_uris: [callback, site] }));
});

afterAll(() => server.close());

type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

function requested(changes: Changes): URL {
  const { url } = authorizationRequest(server.issuer, clientId);
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    for (const each of [value ?? []].flat()) url.searchParams.append(name, each);
  }
  return url;
}

const asked = (changes: Changes) => fetch(requested(changes), { redirect: 'manual' });

async function expectPage(changes: Changes): Promise<void> {
  const response = await asked(changes);
  expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(response.headers.get('cache-control')).toContain('no-store');
  const html = await response.text();
  expect(html).not.toMatch(/evil|<script/);
  expect(html).not.toContain(`action="${callback}`);
}

/** The client is known and its redirect URI is right; everything else may be wrong. */
const told: readonly (readonly [string, Changes, string])[] = [
  ['no response_type', { response_type: undefined }, 'invalid_request'],
  ['an empty response_type', { response_type: '' }, 'invalid_request'],
  ['an unknown response_type', { response_type: 'tea' }, 'unsupported_response_type'],
  ['response_type twice', { response_type: ['code', 'code'] }, 'invalid_request'],
  ['response_type none', { response_type: 'none' }, 'unsupported_response_type'],
  ['no code_challenge', { code_challenge: undefined }, 'invalid_request'],
  ['code_challenge too short', { code_challenge: 'short' }, 'invalid_request'],
  ['code_challenge too long', { code_challenge: 'x'.repeat(129) }, 'invalid_request'],
  ['code_challenge of odd letters', { code_challenge: `${'x'.repeat(42)}!` }, 'invalid_request'],
  ['code_challenge twice', { code_challenge: ['x'.repeat(43), 'y'.repeat(43)] }, 'invalid_request'],
  ['no code_challenge_method', { code_challenge_method: undefined }, 'invalid_request'],
  ['code_challenge_method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['code_challenge_method unknown', { code_challenge_method: 'S512' }, 'invalid_request'],
  ['code_challenge_method in small letters', { code_challenge_method: 's256' }, 'invalid_request'],
  ['scope with a quote', { scope: 'orders:"read' }, 'invalid_scope'],
  ['scope with a line feed', { scope: 'orders:read\norders:write' }, 'invalid_scope'],
  ['scope twice', { scope: ['orders:read', 'orders:write'] }, 'invalid_request'],
  ['a foreign resource', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
  ['a resource with a fragment', { resource: 'https://orders.example.com/mcp#x' }, 'invalid_target'],
  [
    'a foreign resource beside the right one',
    { resource: ['https://orders.example.com/mcp', 'x:y'] },
    'invalid_target',
  ],
  ['state twice', { state: ['a', 'b'] }, 'invalid_request'],
  ['state with a line feed', { state: 'a\nb' }, 'invalid_request'],
  ['response_mode unknown', { response_mode: 'pigeon' }, 'unsupported_response_mode'],
  ['response_mode fragment', { response_mode: 'fragment' }, 'unsupported_response_mode'],
  ['response_mode twice', { response_mode: ['query', 'query'] }, 'invalid_request'],
  ['an unknown prompt', { prompt: 'please' }, 'invalid_request'],
  ['prompt none beside another', { prompt: 'none consent' }, 'invalid_request'],
  ['prompt twice', { prompt: ['consent', 'login'] }, 'invalid_request'],
  ['max_age that is no number', { max_age: 'old' }, 'invalid_request'],
  ['max_age below zero', { max_age: '-1' }, 'invalid_request'],
  ['nonce twice', { nonce: ['a', 'b'] }, 'invalid_request'],
  ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
  ['a request by reference', { request_uri: 'https://evil.example/request' }, 'request_uri_not_supported'],
  ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ['an id_token_hint that is none', { id_token_hint: 'x.y.z' }, 'invalid_request'],
];

describe('told to the client', () => {
  it.each(told)('OAUTH21-11, AS-5, RFC9207-1: %s', async (_what, changes, error) => {
    for (const redirect_uri of [callback, callback.replace('7777', '50999'), site]) {
      const response = await asked({ redirect_uri, ...changes });
      expect(response.status).toBe(303);
      const location = response.headers.get('location') ?? '';
      expect(location.startsWith(`${redirect_uri}${redirect_uri === site ? '&' : '?'}`)).toBe(true);
      const { searchParams } = new URL(location);
      expect(searchParams.getAll('error')).toEqual([error]);
      expect(searchParams.getAll('iss')).toEqual([server.issuer]);
      expect(searchParams.has('code')).toBe(false);
      // RFC 6749 §4.1.2.1: the characters that a description may have.
      expect(searchParams.get('error_description') ?? 'none').toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/);
      expect('state' in changes || searchParams.has('state')).toBe(true);
    }
  });

  it.each(told)('RFC9700-3, OAUTH21-10: %s, and a redirect URI of a stranger: on a page', async (_what, changes) => {
    await expectPage({ ...changes, redirect_uri: 'https://evil.example/steal' });
    await expectPage({ ...changes, redirect_uri: undefined });
    await expectPage({ ...changes, client_id: 'nobody' });
  });
});

describe('shown on a page', () => {
  it.each([
    ['no client_id', { client_id: undefined }],
    ['an empty client_id', { client_id: '' }],
    ['an unknown client_id', { client_id: 'dcr_nobody' }],
    ['client_id twice', { client_id: ['a', 'b'] }],
    ['client_id with markup', { client_id: '<script>evil</script>' }],
    ['client_id as long as may be', { client_id: 'x'.repeat(8000) }],
    ['a document that is no address', { client_id: 'https://evil' }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['an empty redirect_uri', { redirect_uri: '' }],
    ['redirect_uri twice', { redirect_uri: [callback, callback] }],
    ['redirect_uri of a stranger', { redirect_uri: 'https://evil.example/steal' }],
    ['redirect_uri without its query', { redirect_uri: 'https://app.example/callback' }],
    ['redirect_uri with more query', { redirect_uri: `${site}&x=evil` }],
    ['redirect_uri with a fragment', { redirect_uri: `${callback}#evil` }],
    ['redirect_uri of another path', { redirect_uri: `${callback}/evil` }],
    ['redirect_uri in capitals', { redirect_uri: callback.replace('callback', 'CALLBACK') }],
    ['redirect_uri that is none', { redirect_uri: 'evil' }],
    ['redirect_uri as a script', { redirect_uri: 'javascript:evil()' }],
  ] satisfies [string, Changes][])('OAUTH21-10, AS-24, RFC9700-3: %s', async (_what, changes) => {
    await expectPage(changes);
    await expectPage({ ...changes, response_mode: 'form_post' });
  });
});
