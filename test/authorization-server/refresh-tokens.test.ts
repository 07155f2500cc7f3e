/** Refresh tokens and revocation (OAuth 2.1 §4.3, RFC 7009): who may use one, what it may ask, and how it ends. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  callback,
  obtainCode,
  obtainTokens,
  postForm,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';

let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  client = await register(server.issuer);
});

afterAll(() => server.close());

const another = { ...publicClient, client_name: 'Another client' };

const code = (overrides: Record<string, string | undefined> = {}) =>
  obtainCode(server.issuer, client.client_id, { overrides });

describe('a refresh token', () => {
  it('HOST-07, HOST-13: comes to a client that named no grant types and asked for no offline_access', async () => {
    const { tokens } = await obtainTokens(server.issuer, {
      metadata: { redirect_uris: [callback], token_endpoint_auth_method: 'none' },
    });
    expect(tokens.refresh_token).toMatch(/^[\w-]{43}\.[\w-]{48}$/);
  });

  it.each(['consent', undefined])('AS-28, HOST-13: comes with offline_access, too, and prompt %j', async (prompt) => {
    const { tokens } = await obtainTokens(server.issuer, {
      overrides: { scope: 'orders:read offline_access', prompt },
    });
    expect(tokens).toMatchObject({ scope: 'orders:read', refresh_token: expect.any(String) });
  });

  it('AS-25, RFC9700-9: rotates and keeps its scope', async () => {
    const { client: own, tokens } = await obtainTokens(server.issuer);
    const response = await refresh(server.issuer, { client_id: own.client_id, refresh_token: tokens.refresh_token });
    expect(response.status).toBe(200);
    const next = (await response.json()) as TokenAnswer;
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(next.scope).toBe('orders:read');
  });

  it('OAUTH21-23: never grows', async () => {
    const { client: own, tokens } = await obtainTokens(server.issuer);
    const fields = {
      client_id: own.client_id,
      refresh_token: tokens.refresh_token,
      scope: 'orders:read refunds:write',
    };
    await expectError(await refresh(server.issuer, fields), 400, 'invalid_scope');
  });

  it('OAUTH21-23: asked for less has all of its scope the next time', async () => {
    const { client: own, tokens } = await obtainTokens(server.issuer, {
      overrides: { scope: 'orders:read refunds:write' },
    });
    const refreshed = async (fields: Record<string, string>) =>
      (await (await refresh(server.issuer, { client_id: own.client_id, ...fields })).json()) as TokenAnswer;
    const less = await refreshed({ refresh_token: tokens.refresh_token, scope: 'orders:read' });
    expect(less.scope).toBe('orders:read');
    expect((await refreshed({ refresh_token: less.refresh_token })).scope).toBe('orders:read refunds:write');
  });

  it('OAUTH21-21: belongs to its client', async () => {
    const { tokens } = await obtainTokens(server.issuer, { metadata: another });
    await expectError(
      await refresh(server.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token }),
      400,
      'invalid_grant',
    );
  });

  it('one grant per install: ending one authorization leaves another of the same client alone', async () => {
    const [one, two] = [await code(), await code()];
    const answers = await Promise.all(
      [one, two].map(async ({ code: value, verifier }) => {
        const response = await redeem(server.issuer, {
          client_id: client.client_id,
          code: value,
          code_verifier: verifier,
        });
        return (await response.json()) as TokenAnswer;
      }),
    );
    const [first, second] = answers as [TokenAnswer, TokenAnswer];
    await postForm(`${server.issuer}/revoke`, { client_id: client.client_id, token: first.refresh_token });
    await expectError(
      await refresh(server.issuer, { client_id: client.client_id, refresh_token: first.refresh_token }),
      400,
      'invalid_grant',
    );
    expect(
      (await refresh(server.issuer, { client_id: client.client_id, refresh_token: second.refresh_token })).status,
    ).toBe(200);
  });
});

describe('revocation', () => {
  it('RFC7009-4: an unknown token is answered 200', async () => {
    expect((await postForm(`${server.issuer}/revoke`, { client_id: client.client_id, token: 'nothing' })).status).toBe(
      200,
    );
  });

  it('RFC7009-2: a stranger can end nothing', async () => {
    const { client: own, tokens } = await obtainTokens(server.issuer, { metadata: another });
    await postForm(`${server.issuer}/revoke`, { client_id: client.client_id, token: tokens.refresh_token });
    expect(
      (await refresh(server.issuer, { client_id: own.client_id, refresh_token: tokens.refresh_token })).status,
    ).toBe(200);
  });
});
