/** The whole way of a strict client whose tokens are bound to its key, on oauth4webapi 3.8.8 (RFC 9449). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import { startHouse, type House } from '../support/order-desk.ts';
import {
  approved,
  byName,
  options,
  redeemed,
  refreshed,
  registered,
  type StrictClient,
} from '../support/strict-client.ts';
import { callTool, toolCall } from '../support/tool-call.ts';

interface Bound extends StrictClient {
  readonly DPoP: oauth.DPoPHandle;
}

async function bound(house: House, metadata: Partial<oauth.Client> = {}): Promise<Bound> {
  const strict = await registered(house.resource, { ...byName, metadata: { ...byName.metadata, ...metadata } });
  return { ...strict, DPoP: oauth.DPoP(strict.client, await oauth.generateKeyPair('ES256')) };
}

const call = (house: House, token: string, { DPoP }: Bound) =>
  oauth.protectedResourceRequest(
    token,
    toolCall.method,
    new URL(house.resource),
    new Headers(toolCall.headers),
    toolCall.body,
    { DPoP, ...options },
  );

/** What a library that follows the section does: once more, with the nonce that it was told. */
async function withNonce<T>(attempt: () => Promise<T>): Promise<T> {
  return attempt().catch((error: unknown) => {
    if (oauth.isDPoPNonceError(error)) return attempt();
    throw error;
  });
}

describe.each([
  ['', {}, {}],
  [' where the authorization server requires nonces', { dpop: { requireNonce: true } }, {}],
  [' that registered to prove its key with each request', {}, { dpop_bound_access_tokens: true }],
])('a client with a key%s', (_title, overrides, metadata) => {
  let house: House;
  let client: Bound;
  beforeAll(async () => {
    house = await startHouse(overrides);
    client = await bound(house, metadata);
  });
  afterAll(() => house.close());

  it('RFC9449-5, RFC9449-6, RFC9449-10: goes from the first 401 to a tool’s answer, and refreshes with its key', async () => {
    const attempt = await approved(client, 'orders:read');
    const tokens = await withNonce(() => redeemed(client, attempt));
    expect(tokens.token_type).toBe('dpop');
    const key = await client.DPoP.calculateThumbprint();
    expect(decodeJwt(tokens.access_token)).toMatchObject({ cnf: { jkt: key } });
    for (const _turn of [1, 2]) {
      const answer = await call(house, tokens.access_token, client);
      expect(await answer.text()).toContain('customers');
    }
    const next = await withNonce(() => refreshed(client, tokens.refresh_token ?? ''));
    expect((await call(house, next.access_token, client)).status).toBe(200);
  });

  it('RFC9449-11: its token opens nothing as Bearer', async () => {
    const attempt = await approved(client, 'orders:read');
    const { access_token: token } = await withNonce(() => redeemed(client, attempt));
    expect((await callTool(house.resource, token)).status).toBe(401);
  });

  it('RFC9449-6: whoever shows its refresh token with another key ends the connection', async () => {
    const attempt = await approved(client, 'orders:read');
    const tokens = await withNonce(() => redeemed(client, attempt));
    const thief = { ...client, DPoP: oauth.DPoP(client.client, await oauth.generateKeyPair('ES256')) };
    await expect(withNonce(() => refreshed(thief, tokens.refresh_token ?? ''))).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(withNonce(() => refreshed(client, tokens.refresh_token ?? ''))).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('RFC9449-10: whoever has the token alone is refused with a key of their own', async () => {
    const attempt = await approved(client, 'orders:read');
    const { access_token: token } = await withNonce(() => redeemed(client, attempt));
    const thief = { ...client, DPoP: oauth.DPoP(client.client, await oauth.generateKeyPair('ES256')) };
    const refused = await call(house, token, thief).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 401 });
    const challenges = (refused as oauth.WWWAuthenticateChallengeError).cause;
    expect(challenges.map(({ scheme, parameters }) => [scheme, parameters.error])).toEqual([
      ['bearer', undefined],
      ['dpop', 'invalid_dpop_proof'],
    ]);
  });
});
