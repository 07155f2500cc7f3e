/** A client that proves itself by its own key (OpenID Connect Core §9, RFC 7523 §3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { clientKey, type ClientKey } from '../support/client-assertion.ts';
import { expectError } from '../support/expect-error.ts';
import { obtainCode, publicClient, redeem, refresh, register } from '../support/oauth-client.ts';

let server: RunningServer;
let key: ClientKey;
let clientId: string;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  key = await clientKey();
  const client = await register(server.issuer, {
    ...publicClient,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [key.jwk] },
  });
  clientId = client.client_id;
});

afterAll(() => server.close());

const seconds = () => Math.floor(Date.now() / 1000);

const proof = (exp = seconds() + 60) => key.prove(clientId, server.issuer, { exp });

describe('private_key_jwt', () => {
  it('RFC9700-14: a client redeems a code with its own key', async () => {
    const { code, verifier } = await obtainCode(server.issuer, clientId);

    const answer = await redeem(server.issuer, { code, code_verifier: verifier, ...(await proof()) });

    expect(answer.status).toBe(200);
  });

  it('an assertion proves the client once', async () => {
    const same = await proof();
    await expectError(await refresh(server.issuer, { refresh_token: 'x', ...same }), 400, 'invalid_grant');

    await expectError(await refresh(server.issuer, { refresh_token: 'x', ...same }), 401, 'invalid_client');
  });

  it.each([
    ['a day', () => seconds() + 86_400],
    ['for ever', () => 1e308],
  ])('an assertion that is good for %s is refused, because each one has to be remembered', async (_long, expiry) => {
    const long = await proof(expiry());

    await expectError(await refresh(server.issuer, { refresh_token: 'x', ...long }), 401, 'invalid_client');
  });
});
