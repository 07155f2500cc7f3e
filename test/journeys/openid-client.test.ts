/** The whole way of an application on openid-client 6.8.9, the library behind many sign-in plugins. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as openid from 'openid-client';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { challengedAt, toolCall } from '../support/tool-call.ts';

const redirectUri = 'http://127.0.0.1:7800/callback';

let house: House;
let elsewhere: RunningServer;

beforeAll(async () => {
  house = await startHouse();
  elsewhere = await startAuthorizationServer(house.resource);
});

afterAll(() => Promise.all([house.close(), elsewhere.close()]));

type Algorithm = 'oauth2' | 'oidc';

/** Loopback addresses are plain http; nothing else is relaxed. */
const optionsFor = (algorithm: Algorithm) => ({ algorithm, execute: [openid.allowInsecureRequests] });

const metadata = { client_name: 'Application', redirect_uris: [redirectUri] };

/** openid-client reads no resource metadata, so the application does. */
async function issuerOf(resource: string): Promise<URL> {
  const document = await fetch((await challengedAt(resource)).metadata);
  const { authorization_servers: [issuer = ''] = [] } = (await document.json()) as { authorization_servers?: string[] };
  return new URL(issuer);
}

async function registered(method: string, algorithm: Algorithm = 'oauth2'): Promise<openid.Configuration> {
  const body = { ...metadata, token_endpoint_auth_method: method };
  const proof = method === 'none' ? openid.None() : undefined;
  return openid.dynamicClientRegistration(await issuerOf(house.resource), body, proof, optionsFor(algorithm));
}

interface Attempt {
  readonly answer: URL;
  readonly checks: openid.AuthorizationCodeGrantChecks;
}

async function approved(configuration: openid.Configuration, scope: string): Promise<Attempt> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = scope.includes('openid') ? openid.randomNonce() : undefined;
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope,
    resource: house.resource,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    ...(expectedNonce === undefined ? {} : { nonce: expectedNonce }),
  });
  const nonce = expectedNonce === undefined ? {} : { expectedNonce, idTokenExpected: true };
  return { answer: await authorize(url), checks: { pkceCodeVerifier, expectedState, ...nonce } };
}

const redeemed = (configuration: openid.Configuration, { answer, checks }: Attempt) =>
  openid.authorizationCodeGrant(configuration, answer, checks, { resource: house.resource });

async function expectToolAnswer(configuration: openid.Configuration, token: string): Promise<void> {
  const { method, body, headers } = toolCall;
  const url = new URL(house.resource);
  const answer = await openid.fetchProtectedResource(configuration, token, url, method, body, new Headers(headers));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('customers');
}

/** From tokens to a tool's answer, a refresh and a revocation. */
async function expectWholeWay(configuration: openid.Configuration): Promise<void> {
  const tokens = await redeemed(configuration, await approved(configuration, 'orders:read'));
  await expectToolAnswer(configuration, tokens.access_token);
  const next = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  await expectToolAnswer(configuration, next.access_token);
  await openid.tokenRevocation(configuration, next.refresh_token ?? '');
  const again = openid.refreshTokenGrant(configuration, next.refresh_token ?? '');
  await expect(again).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
}

describe.each<Algorithm>(['oauth2', 'oidc'])('an application on openid-client, discovery by %s', (algorithm) => {
  it.each(['none', 'client_secret_post'])(
    'registers itself for %s, calls a tool, refreshes, and ends with a revocation',
    async (method) => expectWholeWay(await registered(method, algorithm)),
  );

  it.each([
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ])('goes the same way with what the operator registered for %s', async (_method, proof) => {
    const issuer = await issuerOf(house.resource);
    const { client_id: id, client_secret: secret = '' } = await house.authorizationServer.clients.add(metadata);
    const configuration = await openid.discovery(issuer, id, secret, proof(secret), optionsFor(algorithm));
    await expectWholeWay(configuration);
  });

  it('gets an ID token whose claims and signature hold', async () => {
    const configuration = await registered('none', algorithm);
    openid.enableNonRepudiationChecks(configuration);
    const tokens = await redeemed(configuration, await approved(configuration, 'openid profile orders:read'));
    expect(tokens.claims()).toMatchObject({ iss: house.issuer, name: 'Ada Lovelace' });
  });
});

describe('what an application on openid-client refuses', () => {
  it.each([
    ['another state (RFC 6749 §10.12)', 'state', 'another'],
    ['another issuer (RFC 9207 §2.4)', 'iss', 'https://login.example.com'],
  ])('%s', async (_title, name, value) => {
    const configuration = await registered('none');
    const attempt = await approved(configuration, 'orders:read');
    const answer = new URL(attempt.answer);
    answer.searchParams.set(name, value);
    await expect(redeemed(configuration, { ...attempt, answer })).rejects.toMatchObject({
      code: 'OAUTH_INVALID_RESPONSE',
    });
  });
});

describe('what an application on openid-client is refused', () => {
  it('OAUTH21-14: the code of another one', async () => {
    const attempt = await approved(await registered('none'), 'orders:read');
    const other = await registered('client_secret_post');
    await expect(redeemed(other, attempt)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });

  it('at an issuer, what another one registered', async () => {
    const { client_id: id, client_secret: secret = '' } = (await registered('client_secret_post')).clientMetadata();
    const there = await openid.discovery(new URL(elsewhere.issuer), id, secret, undefined, optionsFor('oauth2'));
    const refused = { error: 'invalid_client', status: 401 };
    await expect(openid.refreshTokenGrant(there, 'a token')).rejects.toMatchObject(refused);
  });
});
