/** The whole way of a strict client, on oauth4webapi 3.8.8: an answer that departs from its RFC ends it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import {
  approved,
  byName,
  inBody,
  inHeader,
  options,
  redeemed,
  refreshed,
  registered,
  type Proof,
  type StrictClient,
} from '../support/strict-client.ts';
import { callTool, toolCall } from '../support/tool-call.ts';

let house: House;
/** Its issuer has a path. */
let below: House;
let elsewhere: RunningServer;
let keys: oauth.CryptoKeyPair;
let deskServer: { client_id: string; client_secret?: string };

beforeAll(async () => {
  house = await startHouse();
  below = await startHouse({ issuer: `http://localhost:${await freePort()}/auth` });
  elsewhere = await startAuthorizationServer(house.resource);
  const desk = { client_name: 'Order desk', introspects: house.resource };
  deskServer = await house.authorizationServer.clients.add(desk);
  keys = await oauth.generateKeyPair('ES256');
});

afterAll(() => Promise.all([house, below, elsewhere].map((each) => each.close())));

async function byKey(): Promise<Proof> {
  const jwks = { keys: [await exportJWK(keys.publicKey)] };
  return {
    metadata: { token_endpoint_auth_method: 'private_key_jwt', jwks },
    prove: () => oauth.PrivateKeyJwt(keys.privateKey),
  };
}

const call = (token: string) =>
  oauth.protectedResourceRequest(
    token,
    toolCall.method,
    new URL(house.resource),
    new Headers(toolCall.headers),
    toolCall.body,
    options,
  );

async function expectToolAnswer(token: string): Promise<void> {
  const answer = await call(token);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('customers');
}

/** The token as a strict resource server reads it (RFC 9068 §4). */
function accessTokenClaims({ server }: StrictClient, token: string): Promise<oauth.JWTAccessTokenClaims> {
  const request = new Request(house.resource, { headers: { authorization: `Bearer ${token}` } });
  return oauth.validateJwtAccessToken(server, request, house.resource, options);
}

async function introspected({ server }: StrictClient, token: string): Promise<oauth.IntrospectionResponse> {
  const { client_id, client_secret = '' } = deskServer;
  const proof = oauth.ClientSecretBasic(client_secret);
  const response = await oauth.introspectionRequest(server, { client_id }, proof, token, options);
  return oauth.processIntrospectionResponse(server, { client_id }, response);
}

describe.each([
  ['none', () => byName, 'oauth2'],
  ['client_secret_basic', () => inHeader, 'oidc'],
  ['client_secret_post', () => inBody, 'oauth2'],
  ['private_key_jwt', byKey, 'oidc'],
] as const)('a strict client that proves itself by %s', (_method, proofOf, algorithm) => {
  it('goes from the first 401 to a tool’s answer, refreshes, and ends with a revocation', async () => {
    const strict = await registered(house.resource, await proofOf(), algorithm);
    const tokens = await redeemed(strict, await approved(strict, 'orders:read'));
    await expectToolAnswer(tokens.access_token);
    expect(await accessTokenClaims(strict, tokens.access_token)).toMatchObject({
      client_id: strict.client.client_id,
      scope: 'orders:read',
    });

    const next = await refreshed(strict, tokens.refresh_token ?? '');
    await expectToolAnswer(next.access_token);
    expect(await introspected(strict, next.access_token)).toMatchObject({ active: true, aud: house.resource });

    const { server, client, proof } = strict;
    const last = next.refresh_token ?? '';
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, proof, last, options));
    await expect(refreshed(strict, last)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
    expect(await introspected(strict, next.access_token)).toEqual({ active: false });
  });
});

describe('a strict client', () => {
  it.each(['oauth2', 'oidc'] as const)(
    'RFC8414-2: finds an issuer with a path by %s, and goes the same way',
    async (algorithm) => {
      const strict = await registered(below.resource, byName, algorithm);
      const tokens = await redeemed(strict, await approved(strict, 'openid orders:read'));
      expect((await callTool(below.resource, tokens.access_token)).status).toBe(200);
      expect((await refreshed(strict, tokens.refresh_token ?? '')).access_token).toEqual(expect.any(String));
    },
  );

  it('gets an ID token whose claims and signature hold, when it asks for openid', async () => {
    const strict = await registered(house.resource, byName, 'oidc');
    const tokens = await redeemed(strict, await approved(strict, 'openid profile email orders:read'));
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      iss: house.issuer,
      aud: strict.client.client_id,
      name: 'Ada Lovelace',
    });
    // RFC 8707 §2.2: what the access token is good for at the resource.
    expect(tokens.scope).toBe('orders:read');
    const again = await refreshed(strict, tokens.refresh_token ?? '');
    expect(oauth.getValidatedIdTokenClaims(again)?.sub).toBe(oauth.getValidatedIdTokenClaims(tokens)?.sub);
  });

  it('reads why its token was refused, and where to go, out of the challenge', async () => {
    const refused: unknown = await call('not-a-token').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
    const { status, cause } = refused as oauth.WWWAuthenticateChallengeError;
    expect(status).toBe(401);
    expect(cause).toEqual([
      {
        scheme: 'bearer',
        parameters: {
          error: 'invalid_token',
          error_description: expect.any(String),
          scope: 'orders:read',
          resource_metadata: new URL('/.well-known/oauth-protected-resource/mcp', house.resource).href,
        },
      },
      { scheme: 'dpop', parameters: { algs: 'ES256 Ed25519 EdDSA' } },
    ]);
  });
});

describe('what a strict client refuses', () => {
  it.each([
    ['another state (RFC 6749 §10.12)', 'state', 'another'],
    ['another issuer (RFC 9207 §2.4)', 'iss', 'https://login.example.com'],
    ['RFC9207-3: no issuer, where one was announced', 'iss', undefined],
  ])('%s', async (_title, name, value) => {
    const strict = await registered(house.resource, byName);
    const attempt = await approved(strict, 'orders:read');
    const bent = new URL(attempt.answer);
    if (value === undefined) bent.searchParams.delete(name);
    else bent.searchParams.set(name, value);
    await expect(redeemed(strict, { ...attempt, answer: bent })).rejects.toMatchObject({
      code: oauth.INVALID_RESPONSE,
    });
  });
});

describe('what a strict client is refused', () => {
  it('OAUTH21-14: the code of another client', async () => {
    const [one, other] = [await registered(house.resource, byName), await registered(house.resource, inBody)];
    const attempt = await approved(one, 'orders:read');
    await expect(redeemed(other, attempt)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });

  it.each([
    ['a public client', byName],
    ['a client with a secret in the body', inBody],
  ])('at an issuer, what another one registered: %s', async (_title, proof) => {
    const strict = await registered(house.resource, proof);
    const there = new URL(elsewhere.issuer);
    const server = await oauth.processDiscoveryResponse(there, await oauth.discoveryRequest(there, options));
    await expect(refreshed({ ...strict, server }, 'a token')).rejects.toMatchObject({
      error: 'invalid_client',
      status: 401,
    });
  });

  it('RFC7662-4: an introspection with a secret that is not its own', async () => {
    const strict = await registered(house.resource, inHeader);
    const { server, client } = strict;
    const proof = oauth.ClientSecretBasic('another secret');
    const response = await oauth.introspectionRequest(server, client, proof, 'a token', options);
    await expect(oauth.processIntrospectionResponse(server, client, response)).rejects.toBeInstanceOf(
      oauth.WWWAuthenticateChallengeError,
    );
  });
});
