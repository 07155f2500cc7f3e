/** Access tokens as JWTs (RFC 9068), and token requests that are wrong without ever being a 5xx. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  callback,
  obtainCode,
  obtainTokens,
  post,
  postForm,
  redeem,
  register,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const resource = 'https://orders.example.com/mcp';
let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  server = await startAuthorizationServer(resource);
  client = await register(server.issuer);
});

afterAll(() => server.close());

const code = (overrides: Record<string, string | undefined> = {}) =>
  obtainCode(server.issuer, client.client_id, { overrides });

describe('an access token', () => {
  it('RFC9068-1, RFC9068-2, RFC9068-3, AS-26, HOST-15: is an at+jwt of ES256 for one audience, with what the resource server needs', async () => {
    const { tokens } = await obtainTokens(server.issuer);
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({
      typ: 'at+jwt',
      alg: 'ES256',
      kid: expect.any(String),
    });
    const { payload } = await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(`${server.issuer}/jwks`)), {
      issuer: server.issuer,
      audience: resource,
    });
    expect(payload).toMatchObject({
      aud: resource,
      scope: 'orders:read',
      client_id: expect.stringMatching(/^dcr_/),
      sub: expect.stringMatching(/^acc_/),
      jti: expect.stringMatching(/^[\w-]{20,}$/),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'orders:read' });
  });

  it('RFC8707-3, AS-27, RFC9068-4: is for the same audience whichever way the resource was spelled', async () => {
    const { code: value, verifier } = await code({ resource: `${resource}/` });
    const response = await redeem(server.issuer, {
      client_id: client.client_id,
      code: value,
      code_verifier: verifier,
      resource: resource.toUpperCase().replace('/MCP', '/mcp'),
    });
    expect(response.status).toBe(200);
    const { access_token: token } = (await response.json()) as TokenAnswer;
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ aud: resource });
  });

  it.each([
    ['openid', {}],
    ['openid profile', { name: 'Ada Lovelace', preferred_username: 'ada@example.com' }],
  ])('an ID token comes with %s, in ES256, with the claims of these scopes and no other', async (scopes, claims) => {
    const { tokens } = await obtainTokens(server.issuer, { overrides: { scope: `${scopes} orders:read` } });
    const { payload } = await jwtVerify(
      (tokens as unknown as { id_token: string }).id_token,
      createRemoteJWKSet(new URL(`${server.issuer}/jwks`)),
      { issuer: server.issuer },
    );
    const { name, preferred_username: login, email } = payload;
    expect({ name, preferred_username: login, email }).toEqual(claims);
  });

  it('the metadata lists every claim that an ID token may have (OpenID Connect Discovery 1.0 §3)', async () => {
    const response = await fetch(`${server.issuer}/.well-known/openid-configuration`);
    const { claims_supported: claims } = (await response.json()) as { claims_supported: string[] };
    expect(claims).toEqual(['sub', 'name', 'preferred_username', 'email']);
  });
});

describe('bad requests are never a 5xx', () => {
  it.each([
    ['no body', { method: 'POST' }],
    ['JSON', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }],
    ['the password grant', { method: 'POST', body: new URLSearchParams({ grant_type: 'password', client_id: 'x' }) }],
    [
      'a grant twice',
      {
        method: 'POST',
        body: new URLSearchParams([
          ['grant_type', 'refresh_token'],
          ['grant_type', 'x'],
        ]),
      },
    ],
    ['a giant body', { method: 'POST', body: new URLSearchParams({ grant_type: 'x'.repeat(100_000) }) }],
    [
      'odd bytes',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '%00%FF%zz=\u0000' },
    ],
  ] as Array<[string, RequestInit]>)('%s', async (_title, init) => {
    const response = await fetch(`${server.issuer}/token`, {
      ...init,
      headers: { accept: 'text/html', ...(init.headers as object) },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('OAUTH21-4: a token request is a form that is posted: not its query, not JSON, not by another method', async () => {
    const { code: value, verifier } = await code();
    const fields = {
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code: value,
      code_verifier: verifier,
      redirect_uri: callback,
    };
    const query = `?${new URLSearchParams(fields).toString()}`;
    const asked = async (target: string, init: RequestInit) =>
      (await fetch(`${server.issuer}/token${target}`, init)).status;
    expect(await asked(query, { method: 'POST' })).toBe(400);
    expect(await asked(query, { method: 'GET' })).toBe(404);
    expect(await asked('', { method: 'PUT', body: new URLSearchParams(fields) })).toBe(404);
    const headers = { 'content-type': 'application/json' };
    expect(await asked('', { method: 'POST', headers, body: JSON.stringify(fields) })).toBe(400);
    expect(await asked('', { method: 'POST', body: new URLSearchParams(fields) })).toBe(200);
  });

  it('RFC6749-4: a description holds nothing but what may stand there', async () => {
    const odd = 'a"b\\c\u00fc\u0000\r\nX: y';
    const fields = { client_id: client.client_id, code: odd, code_verifier: odd, refresh_token: odd, resource: odd };
    const answers = [
      ...(await Promise.all(
        ['authorization_code', 'refresh_token', odd].map((grant_type) =>
          postForm(`${server.issuer}/token`, { ...fields, grant_type }),
        ),
      )),
      await post(`${server.issuer}/register`, { redirect_uris: [odd] }),
      await post(`${server.issuer}/register`, { redirect_uris: [callback], token_endpoint_auth_method: odd }),
    ];
    for (const answer of answers) {
      expect([400, 401]).toContain(answer.status);
      const { error_description: description } = (await answer.json()) as { error_description: string };
      expect(description).toMatch(/^[\u0020\u0021\u0023-\u005b\u005d-\u007e]+$/);
    }
  });

  it('RFC7636-2: the challenge is the S256 of the verifier, nothing else', async () => {
    const verifier = 'v'.repeat(43);
    const hash = createHash('sha256').update(verifier).digest('base64url');
    const { code: value } = await code({ code_challenge: hash });
    const fields = { client_id: client.client_id, code: value };
    await expectError(await redeem(server.issuer, { ...fields, code_verifier: hash }), 400, 'invalid_grant');
    expect((await redeem(server.issuer, { ...fields, code_verifier: verifier })).status).toBe(200);
  });
});
