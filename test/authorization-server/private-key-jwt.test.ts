/** A client that proves itself by its own key (OpenID Connect Core §9, RFC 7523 §3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import { obtainCode, publicClient, redeem, refresh, register } from '../support/oauth-client.ts';

let server: RunningServer;
let key: CryptoKey;
let clientId: string;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256' }] };
  const client = await register(server.issuer, {
    ...publicClient,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks,
  });
  clientId = client.client_id;
});

afterAll(() => server.close());

let made = 0;

const seconds = () => Math.floor(Date.now() / 1000);

async function proof(expiresAt = seconds() + 60): Promise<{ client_assertion_type: string; client_assertion: string }> {
  const claims = { iss: clientId, sub: clientId, aud: server.issuer, jti: `proof ${(made += 1)}`, exp: expiresAt };
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(key),
  };
}

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

  it('of parallel requests with one assertion, one is believed', async () => {
    const same = await proof();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(server.issuer, { refresh_token: 'x', ...same })),
    );

    // Believed, and refused for its unknown refresh token.
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  });

  it.each([
    ['a day', () => seconds() + 86_400],
    ['for ever', () => 1e308],
  ])('an assertion that is good for %s is refused, because each one has to be remembered', async (_long, expiry) => {
    const long = await proof(expiry());

    await expectError(await refresh(server.issuer, { refresh_token: 'x', ...long }), 401, 'invalid_client');
  });
});
