/** Revocation (RFC 7009) of access tokens that are JWTs: recorded at once, by their own client alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import { credentials, obtainTokens, postForm, publicClient, refresh } from '../support/oauth-client.ts';

const resource = 'https://orders.example.com/mcp';
const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };
const ordersServer = { client_id: 'orders-server', client_secret: 'the secret of the orders server' };

let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer(resource, { clients: [{ ...ordersServer, introspects: resource }] });
});
afterAll(() => server.close());

const revoke = (fields: Record<string, string>) => postForm(`${server.issuer}/revoke`, fields);

async function isActive(token: string): Promise<boolean> {
  const answer = await postForm(`${server.issuer}/introspect`, { ...ordersServer, token });
  return ((await answer.json()) as { active: boolean }).active;
}

describe('/revoke', () => {
  it.each([
    ['public', publicClient],
    ['confidential', confidential],
  ])(
    'RFC7009-1, RFC7009-5: an access token of a %s client is inactive at once, and it alone',
    async (_kind, metadata) => {
      const { client, tokens } = await obtainTokens(server.issuer, { metadata });
      const own = credentials(client);
      const next = (await (
        await refresh(server.issuer, { ...own, refresh_token: tokens.refresh_token })
      ).json()) as typeof tokens;

      const answer = await revoke({ ...own, token: tokens.access_token, token_type_hint: 'access_token' });

      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(answer.headers.get('content-type')).not.toMatch(/json/);
      expect(await isActive(tokens.access_token)).toBe(false);
      expect(await isActive(next.access_token)).toBe(true);
      expect((await refresh(server.issuer, { ...own, refresh_token: next.refresh_token })).status).toBe(200);
    },
  );

  it('RFC7009-2: an access token of another client is left alone, with the same answer', async () => {
    const metadata = { ...publicClient, client_name: 'Another client' };
    const [own, others] = [await obtainTokens(server.issuer), await obtainTokens(server.issuer, { metadata })];
    for (const asker of [credentials(own.client), ordersServer]) {
      const answer = await revoke({ ...asker, token: others.tokens.access_token });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    expect(await isActive(others.tokens.access_token)).toBe(true);
  });

  it.each([
    ['unknown text', () => 'unknown'],
    ['a JWT of somebody else', () => 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJqdGkiOiJ4In0.AAAA'],
    ['a header alone', () => `${Buffer.from('{"alg":1}').toString('base64url')}..`],
    ['a giant text', () => 'a.'.repeat(25_000)],
  ])('RFC7009-4: %s is 200', async (_title, make) => {
    const { client } = await obtainTokens(server.issuer);
    expect((await revoke({ ...credentials(client), token: make() })).status).toBe(200);
  });

  it('RFC7009-2: a confidential client that proves nothing revokes nothing', async () => {
    const { client, tokens } = await obtainTokens(server.issuer, { metadata: confidential });
    for (const secret of [{}, { client_secret: 'wrong' }]) {
      const fields = { client_id: client.client_id, ...secret, token: tokens.access_token };
      await expectError(await revoke(fields), 401, 'invalid_client');
    }
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it('RFC7009-2: whoever names no client revokes nothing', async () => {
    const { tokens } = await obtainTokens(server.issuer);
    await expectError(await revoke({ token: tokens.access_token }), 400, 'invalid_request');
    expect(await isActive(tokens.access_token)).toBe(true);
  });
});
