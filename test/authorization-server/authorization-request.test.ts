/** The authorization endpoint: what a request may ask, where a refusal goes, and that nobody is redirected to a stranger (OAuth 2.1 §4.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import {
  authorizationRequest,
  callback,
  obtainTokens,
  publicClient,
  register,
  type Registered,
} from '../support/oauth-client.ts';

let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  client = await register(server.issuer);
});

afterAll(() => server.close());

const request = (overrides: Record<string, string | undefined> = {}) =>
  authorizationRequest(server.issuer, client.client_id, overrides);

/** What the authorization endpoint itself answers. */
const asked = (overrides: Record<string, string | undefined> = {}) =>
  fetch(request(overrides).url, { redirect: 'manual' });

async function redirectedError(overrides: Record<string, string | undefined>): Promise<URLSearchParams> {
  const response = await asked(overrides);
  expect(response.status).toBe(303);
  const location = new URL(response.headers.get('location') ?? '');
  expect(`${location.origin}${location.pathname}`).toBe(callback);
  // OpenID Connect sends the refusal of response_type token in the fragment, where a client of that kind looks.
  return location.hash === '' ? location.searchParams : new URLSearchParams(location.hash.slice(1));
}

async function errorPage(overrides: Record<string, string | undefined>): Promise<string> {
  const response = await asked(overrides);
  expect(response.status).toBe(400);
  expect(response.headers.get('location')).toBeNull();
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  return response.text();
}

describe('a good request', () => {
  it('AS-5, HOST-12, HOST-24, RFC9207-1, RFC9207-2, RFC9700-23: comes back with a code, the state byte for byte, and iss', async () => {
    const state = 'AAAA+/==&x=%20 "<ünïcode>';
    const answer = await authorize(request({ state }).url);
    expect(answer.searchParams.get('state')).toBe(state);
    expect(answer.searchParams.get('iss')).toBe(server.issuer);
    expect(answer.searchParams.get('code')).toMatch(/^[\w-]{43,}$/);
  });

  it('OAUTH21-6, AS-21, HOST-28: any port of a loopback address is accepted, another path or host is not', async () => {
    expect((await asked({ redirect_uri: 'http://127.0.0.1:50999/callback' })).headers.get('location')).toMatch(
      /interaction/,
    );
    await errorPage({ redirect_uri: 'http://127.0.0.1:7777/other' });
    await errorPage({ redirect_uri: 'http://localhost:7777/callback' });
    await errorPage({ redirect_uri: 'https://127.0.0.1:7777/callback' });
  });

  it('HOST-18, RFC6749-2, RFC8707-4: no scope means the default scope, no resource the only resource, any spelling of it the same one', async () => {
    for (const resource of [
      undefined,
      'https://orders.example.com/mcp',
      'https://orders.example.com/mcp/',
      'HTTPS://Orders.Example.com/mcp',
    ]) {
      const { tokens } = await obtainTokens(server.issuer, { overrides: { resource } });
      expect(tokens.scope).toBe('orders:read');
      expect(decodeJwt(tokens.access_token).aud).toBe('https://orders.example.com/mcp');
    }
  });

  it('RFC6749-2, AS-29: an unknown scope beside a known one is left out, and the answer says so', async () => {
    const { tokens } = await obtainTokens(server.issuer, { overrides: { scope: 'orders:read mcp:everything' } });
    expect(tokens.scope).toBe('orders:read');
  });

  it('OAUTH21-2: a parameter without a value is none', async () => {
    const empty = { scope: '', resource: '', prompt: '', nonce: '', response_mode: '', request: '' };
    expect((await asked(empty)).headers.get('location')).toMatch(/interaction/);
    expect((await redirectedError({ code_challenge: '' })).get('error')).toBe('invalid_request');
  });

  it('OAUTH21-7, HOST-24: an existing query of the redirect URI is kept', async () => {
    const redirect_uri = 'http://127.0.0.1:7777/callback?tenant=7';
    const own = await register(server.issuer, { ...publicClient, redirect_uris: [redirect_uri] });
    const answer = await authorize(authorizationRequest(server.issuer, own.client_id, { redirect_uri }).url);
    expect(answer.searchParams.get('tenant')).toBe('7');
    expect(answer.searchParams.get('code')).not.toBeNull();
  });
});

describe('OAUTH21-11, AS-5, RFC9207-1: a refusal that goes back to the client', () => {
  const state = 'AAAA+/==&x=%20';

  it.each([
    [
      'OAUTH21-12, RFC8252-4, RFC9700-4: no code challenge',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
    ['RFC7636-3: the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['RFC7636-3: a challenge without a method', { code_challenge_method: undefined }, 'invalid_request'],
    ['OAUTH21-25, RFC9700-7: response_type token', { response_type: 'token' }, 'unsupported_response_type'],
    ['RFC8707-2: a foreign resource', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
    ['RFC8707-1: a resource with a fragment', { resource: 'https://orders.example.com/mcp#x' }, 'invalid_target'],
    ['RFC8707-1: a resource that is no URI', { resource: 'orders' }, 'invalid_target'],
    ['RFC6749-1: a scope with a quote', { scope: 'orders:"read' }, 'invalid_scope'],
    ['prompt=none, which cannot be served', { prompt: 'none' }, 'login_required'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
  ])('%s', async (_title, overrides, error) => {
    const answer = await redirectedError({ state, ...overrides });
    expect(answer.get('error')).toBe(error);
    expect(answer.get('iss')).toBe(server.issuer);
    expect(answer.get('state')).toBe(state);
  });

  it('OAUTH21-2: a parameter given twice', async () => {
    for (const name of ['response_type', 'state', 'scope', 'code_challenge', 'code_challenge_method']) {
      const { url } = request({ scope: 'orders:read' });
      url.searchParams.append(name, url.searchParams.get(name) ?? '');
      const location = (await fetch(url, { redirect: 'manual' })).headers.get('location');
      expect(location).toMatch(new RegExp(`^${callback}\\?error=invalid_request&`));
    }
  });

  it('access_denied, when the person says no', async () => {
    const answer = await authorize(request({ state }).url, { decision: 'deny' });
    expect(answer.searchParams.get('state')).toBe(state);
    expect(answer.searchParams.get('error')).toBe('access_denied');
    expect(answer.searchParams.get('iss')).toBe(server.issuer);
    expect(answer.searchParams.has('code')).toBe(false);
  });
});

describe('a refusal that stays here, on a page', () => {
  it('OAUTH21-10, HOST-16: an unknown client, with what to do about it', async () => {
    for (const client_id of ['dcr_nobody', 'nobody']) {
      expect(await errorPage({ client_id })).toContain('connected again');
    }
    expect(await errorPage({ client_id: 'dcr_nobody' })).toContain('nobody uses for a long time');
  });

  it('OAUTH21-10, AS-24: an unregistered redirect URI, which is not echoed', async () => {
    expect(await errorPage({ redirect_uri: 'https://evil.example/steal' })).not.toContain('evil.example');
  });

  it('a request without anything', async () => {
    const response = await fetch(`${server.issuer}/authorize`, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it.each(['client_id', 'redirect_uri'])('OAUTH21-2: a %s given twice', async (name) => {
    const { url } = request();
    url.searchParams.append(name, url.searchParams.get(name) ?? '');
    const response = await fetch(url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('markup in parameters comes out as nothing', async () => {
    const html = await errorPage({ client_id: '<script>alert(1)</script>', state: '"><img src=x>' });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
  });
});

describe('who may answer here', () => {
  it('RFC8414-8, RFC9700-20: forged forwarding headers change no URL', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const response = await fetch(request().url, { redirect: 'manual', headers });
    expect(response.headers.get('location')).not.toContain('evil.example');
    const metadata = await (await fetch(`${server.issuer}/.well-known/oauth-authorization-server`, { headers })).text();
    expect(metadata).not.toContain('evil.example');
  });

  it('a rebound name is answered 421 on a loopback issuer', async () => {
    const { port } = new URL(server.issuer);
    const response = await fetch(`http://127.0.0.1:${port}/.well-known/oauth-authorization-server`);
    expect(response.status).toBe(421);
    const told = (await response.json()) as { error_description: string; error_uri: string };
    expect(told.error_description).toContain(server.issuer);
    expect(told.error_uri).toBe(`${server.issuer}/errors/host.foreign`);
  });
});
