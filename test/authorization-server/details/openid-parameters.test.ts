/** Parameters of an authorization request that say little or nothing here: a wish is passed over, what can't be done is refused with its own code (RFC 6749 §3.1, OpenID Connect Core §3.1.2.1, §6). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { authorizationRequest, callback, register, type Registered } from '../../support/oauth-client.ts';

let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  client = await register(server.issuer);
});

afterAll(() => server.close());

const urlOf = (overrides: Record<string, string | undefined>) =>
  authorizationRequest(server.issuer, client.client_id, overrides).url;

async function locationOf(url: URL, init: RequestInit = {}): Promise<URL> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  expect([303, answer.headers.get('location')]).toEqual([answer.status, expect.any(String)]);
  return new URL(answer.headers.get('location') ?? '', server.issuer);
}

const isAsked = ({ pathname }: URL) => pathname.startsWith('/interaction/');

const wishes: ReadonlyArray<readonly [string, string]> = [
  ['nonce', 'n-0S6_WzA2Mj'],
  ['acr_values', 'urn:mace:incommon:iap:silver phr'],
  ['claims_locales', 'de fr'],
  ['ui_locales', 'de-CH fr'],
  ['display', 'popup'],
  ['display', 'hologram'],
  ['login_hint', 'nobody@example.com'],
  ['claims', '{"id_token":{"email":{"essential":true}}}'],
  ['claims', '{ no JSON'],
  ['audience', 'https://orders.example.com/mcp'],
  ['access_type', 'offline'],
  ['include_granted_scopes', 'true'],
  ['authorization_details', '[{"type":"x"}]'],
  ['dpop_jkt', 'x'],
  ['shoe_size', '43'],
  ['__proto__', 'x'],
];

describe('a wish', () => {
  it.each(wishes)('OAUTH21-1: %s=%s stands in nobody’s way', async (name, value) => {
    for (const scope of ['orders:read', 'openid orders:read', undefined]) {
      expect(isAsked(await locationOf(urlOf({ scope, [name]: value })))).toBe(true);
    }
  });

  it.each(wishes)('OAUTH21-2: %s without a value is none', async (name) => {
    expect(isAsked(await locationOf(urlOf({ [name]: '' })))).toBe(true);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['the address of one', { request_uri: 'https://host.example/request.jwt' }, 'request_uri_not_supported'],
    ['a pushed one', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'request_uri_not_supported'],
    ['a registration in passing', { registration: '{}' }, 'registration_not_supported'],
    ['max_age without openid', { max_age: '60' }, 'invalid_request'],
    ['id_token_hint without openid', { id_token_hint: 'a.b.c' }, 'invalid_request'],
    ['a hint that is no ID token', { scope: 'openid', id_token_hint: 'a.b.c' }, 'invalid_request'],
  ])('%s is refused at the client', async (_title, overrides, error) => {
    const location = await locationOf(urlOf({ state: 'a state', ...overrides }));
    expect(`${location.origin}${location.pathname}`).toBe(callback);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ error, iss: server.issuer, state: 'a state' });
  });

  it.each([
    'nonce',
    'prompt',
    'login_hint',
    'max_age',
    'ui_locales',
    'display',
    'response_mode',
    'request',
    'acr_values',
  ])('OAUTH21-2: %s given twice is refused at the client', async (name) => {
    const url = urlOf({ [name]: '1' });
    url.searchParams.append(name, '2');
    expect((await locationOf(url)).searchParams.get('error')).toBe('invalid_request');
  });

  it('OAUTH21-2: a parameter that nobody knows may come twice', async () => {
    const url = urlOf({ utm_source: 'a' });
    url.searchParams.append('utm_source', 'b');
    expect(isAsked(await locationOf(url))).toBe(true);
  });
});

describe('how a request comes', () => {
  it('by POST it is the same request, asked again by GET', async () => {
    const { url } = authorizationRequest(server.issuer, client.client_id, { state: 'a state &=+/' });
    const location = await locationOf(new URL('/authorize', url), { method: 'POST', body: url.searchParams });
    expect(`${location.origin}${location.pathname}`).toBe(`${server.issuer}/authorize`);
    expect([...location.searchParams]).toEqual([...url.searchParams]);
    expect(isAsked(await locationOf(location))).toBe(true);
  });

  it.each([
    ['JSON', 'application/json', '{}', 415],
    ['a form beyond all measure', 'application/x-www-form-urlencoded', `state=${'x'.repeat(60_000)}`, 413],
  ])('by POST as %s it is refused', async (_title, type, body, status) => {
    const headers = { 'content-type': type };
    expect((await fetch(`${server.issuer}/authorize`, { method: 'POST', headers, body })).status).toBe(status);
  });

  it('by HEAD it is answered like by GET, without a body', async () => {
    expect(isAsked(await locationOf(urlOf({}), { method: 'HEAD' }))).toBe(true);
    const page = await fetch(urlOf({ client_id: 'nobody' }), { method: 'HEAD', redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([400, '']);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('by %s it is none', async (method) => {
    expect((await fetch(urlOf({}), { method, redirect: 'manual' })).status).toBe(404);
  });

  it.each([
    ['state', 's'.repeat(8000)],
    ['scope', 's'.repeat(8000)],
    ['nonce', 'n'.repeat(8000)],
    ['login_hint', 'l'.repeat(8000)],
    ['prompt', 'p'.repeat(8000)],
    ['code_challenge', 'c'.repeat(8000)],
    ['resource', `https://orders.example.com/${'r'.repeat(8000)}`],
    ['redirect_uri', `${callback}?${'r'.repeat(8000)}`],
    ['client_id', 'c'.repeat(8000)],
    ['client_id', `https://host.example/${'c'.repeat(8000)}`],
  ])('a giant %s fails nothing', async (name, value) => {
    const answer = await fetch(urlOf({ [name]: value }), { redirect: 'manual' });
    expect([303, 400]).toContain(answer.status);
  });

  it('a request that fills the whole head of a message is refused before it is read', async () => {
    expect((await fetch(urlOf({ state: 's'.repeat(20_000) }), { redirect: 'manual' })).status).toBe(431);
  });
});
