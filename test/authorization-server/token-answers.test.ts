/** What the token endpoint answers and what its tokens are worth later (OAuth 2.1 §3.2.3, §4.3.3; RFC 8707 §2.2). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { decodeJwt } from 'jose';
import { authorize } from '../support/connect.ts';
import { orderDesk, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  authorizationRequest,
  callback,
  obtainCode,
  obtainTokens,
  postForm,
  redeem,
  refresh,
  register,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const [orders, warehouse] = ['https://orders.example.com/mcp', 'https://warehouse.example.com/mcp'];
const stock = {
  name: 'Warehouse',
  scopes: { 'stock:read': { description: 'See what is in stock' } },
  defaultScopes: ['stock:read'],
};
/** Credentials that Basic must carry in encoded form. */
const odd = { client_id: 'odd client:+%', client_secret: 'a secret:+% of thirty-two bytes or more' };

let ahead = 0;
let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  const now = () => Date.now() + ahead;
  server = await startAuthorizationServer(orders, {
    now,
    storage: memoryEngine({ now }),
    resources: [
      { resource: orders, ...orderDesk },
      { resource: warehouse, ...stock },
    ],
    clients: [{ ...odd, redirect_uris: [callback], token_endpoint_auth_method: 'client_secret_basic' }],
  });
  client = await register(server.issuer);
});

afterAll(() => server.close());

const connected = (overrides: Record<string, string>) => obtainTokens(server.issuer, { overrides });

describe('a token answer', () => {
  it('OAUTH21-16: is JSON that no cache keeps, with type, life and scope', async () => {
    const { code, verifier } = await obtainCode(server.issuer, client.client_id, { overrides: { resource: orders } });
    const answer = await redeem(server.issuer, { client_id: client.client_id, code, code_verifier: verifier });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'orders:read' });
  });

  it('RFC6749-5: codes and refresh tokens have 256 random bits, and never come twice', async () => {
    const { code } = await obtainCode(server.issuer, client.client_id, { overrides: { resource: orders } });
    const { tokens } = await connected({ resource: orders });
    const { tokens: others } = await connected({ resource: orders });
    for (const value of [code, tokens.refresh_token, others.refresh_token]) expect(value).toMatch(/^[\w.-]{43,}$/);
    expect(new Set([code, tokens.refresh_token, others.refresh_token]).size).toBe(3);
  });

  it('OAUTH21-18: comes to a client whose Basic credentials are form-encoded, and not to one whose are not', async () => {
    const { code, verifier } = await obtainCode(server.issuer, odd.client_id, { overrides: { resource: orders } });
    const fields = { grant_type: 'authorization_code', redirect_uri: callback, code, code_verifier: verifier };
    const withBasic = (encode: (part: string) => string) => {
      const credentials = Buffer.from(`${encode(odd.client_id)}:${encode(odd.client_secret)}`).toString('base64');
      return postForm(`${server.issuer}/token`, fields, { authorization: `Basic ${credentials}` });
    };
    await expectError(await withBasic((part) => part), 400, 'invalid_request');
    const formEncoded = (part: string) => new URLSearchParams({ part }).toString().slice('part='.length);
    expect((await withBasic(formEncoded)).status).toBe(200);
  });
});

describe('a resource', () => {
  it('RFC8707-4: must be named where several are served', async () => {
    const refused = await fetch(authorizationRequest(server.issuer, client.client_id).url, { redirect: 'manual' });
    expect(new URL(refused.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_target');
  });

  it('AS-27, HOST-15, HOST-18: in another spelling is the same one at every step', async () => {
    const { client: own, tokens } = await connected({ resource: 'HTTPS://orders.example.com/mcp/' });
    const fields = { client_id: own.client_id, refresh_token: tokens.refresh_token };
    const refreshed = await refresh(server.issuer, { ...fields, resource: 'https://ORDERS.example.com/mcp' });
    const next = (await refreshed.json()) as TokenAnswer;
    expect(next.expires_in).toBe(600);
    expect(decodeJwt(next.access_token).aud).toBe(orders);
    const { code, verifier } = await obtainCode(server.issuer, own.client_id, { overrides: { resource: orders } });
    const redeemed = { client_id: own.client_id, code, code_verifier: verifier, resource: `${orders}/` };
    expect((await redeem(server.issuer, redeemed)).status).toBe(200);
  });

  it('RFC8707-6, RFC9700-10: that was not granted comes by no code and no refresh', async () => {
    const { client: own, tokens } = await connected({ resource: orders });
    const fields = { client_id: own.client_id, refresh_token: tokens.refresh_token, resource: warehouse };
    await expectError(await refresh(server.issuer, fields), 400, 'invalid_target');
    const { code, verifier } = await obtainCode(server.issuer, own.client_id, { overrides: { resource: orders } });
    const redeemed = { client_id: own.client_id, code, code_verifier: verifier, resource: warehouse };
    await expectError(await redeem(server.issuer, redeemed), 400, 'invalid_target');
  });

  it.each([[warehouse], ['https://evil.example'], ['evil']])(
    'RFC8707-6: %j, which was not granted, costs nobody the refresh token',
    async (resource) => {
      const { client: own, tokens } = await connected({ resource: orders });
      const fields = { client_id: own.client_id, refresh_token: tokens.refresh_token };
      await expectError(await refresh(server.issuer, { ...fields, resource }), 400, 'invalid_target');
      expect((await refresh(server.issuer, { ...fields, resource: orders })).status).toBe(200);
    },
  );

  it('RFC8707-6: that was granted beside one that was not costs nobody the refresh token', async () => {
    const { client: own, tokens } = await connected({ resource: orders });
    const fields = { grant_type: 'refresh_token', client_id: own.client_id, refresh_token: tokens.refresh_token };
    const both = new URLSearchParams([...Object.entries(fields), ['resource', orders], ['resource', warehouse]]);
    const answer = await fetch(`${server.issuer}/token`, { method: 'POST', body: both });
    await expectError(answer, 400, 'invalid_target');
    expect((await refresh(server.issuer, fields)).status).toBe(200);
  });

  it('RFC8707-5: may be named beside another in a grant, and each token is for one of them', async () => {
    const { url, verifier } = authorizationRequest(server.issuer, client.client_id, { resource: orders });
    url.searchParams.append('resource', warehouse);
    const code = (await authorize(url)).searchParams.get('code') ?? '';
    const fields = { client_id: client.client_id, code, code_verifier: verifier };
    const first = (await (await redeem(server.issuer, { ...fields, resource: orders })).json()) as TokenAnswer;
    const again = { client_id: client.client_id, refresh_token: first.refresh_token, resource: warehouse };
    const second = (await (await refresh(server.issuer, again)).json()) as TokenAnswer;
    expect([first, second].map(({ access_token }) => decodeJwt(access_token).aud)).toEqual([orders, warehouse]);
  });

  it('RFC8707-7: narrows the scope to what it knows, and the answer says so', async () => {
    const { tokens } = await connected({ resource: warehouse, scope: 'stock:read orders:read' });
    expect(tokens.scope).toBe('stock:read');
  });
});

describe('a verifier', () => {
  it.each([['v'.repeat(42)], ['v'.repeat(129)], [`${'v'.repeat(43)}!`]])(
    'RFC7636-1: of another form is refused: %s',
    async (verifier) => {
      // Its challenge is right, so that nothing but the form can be the reason.
      const code_challenge = createHash('sha256').update(verifier).digest('base64url');
      const overrides = { resource: orders, code_challenge };
      const { code } = await obtainCode(server.issuer, client.client_id, { overrides });
      const answer = await redeem(server.issuer, { client_id: client.client_id, code, code_verifier: verifier });
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { error: string }).error).toMatch(/^invalid_(?:request|grant)$/);
    },
  );
});

describe('an authorization request', () => {
  it('OAUTH21-1: comes by GET, and parameters that nobody knows change nothing', async () => {
    const overrides = { resource: orders, shoe_size: '43', 'x-debug': 'true' };
    expect((await obtainCode(server.issuer, client.client_id, { overrides })).code).not.toBe('');
  });
});

describe('a code', () => {
  it('OAUTH21-14: ends after a minute, so that nobody guesses its verifier for ever', async () => {
    const { code, verifier } = await obtainCode(server.issuer, client.client_id, { overrides: { resource: orders } });
    const fields = { client_id: client.client_id, code };
    const guess = { ...fields, code_verifier: 'x'.repeat(43) };
    await expectError(await redeem(server.issuer, guess), 400, 'invalid_grant');
    ahead += 61_000;
    await expectError(await redeem(server.issuer, { ...fields, code_verifier: verifier }), 400, 'invalid_grant');
  });
});

describe('a refresh token that nobody uses', () => {
  it('OAUTH21-24, RFC9700-11: is worth nothing after its time, and one that is used lives on', async () => {
    const [idle, busy] = [await connected({ resource: orders }), await connected({ resource: orders })];
    const day = 86_400_000;
    const fields = (client_id: string, refresh_token: string) => ({ client_id, refresh_token });
    ahead = 20 * day;
    const used = await refresh(server.issuer, fields(busy.client.client_id, busy.tokens.refresh_token));
    const { refresh_token: next } = (await used.json()) as TokenAnswer;
    ahead = 31 * day;
    const late = await refresh(server.issuer, fields(idle.client.client_id, idle.tokens.refresh_token));
    await expectError(late, 400, 'invalid_grant');
    expect((await refresh(server.issuer, fields(busy.client.client_id, next))).status).toBe(200);
    ahead = 0;
  });
});
