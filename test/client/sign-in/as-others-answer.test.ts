/** The whole way at servers that answer as well-known ones do: their paths, their spellings, their surplus members. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { beginSignIn, finishSignIn, guardedFetch, keptInMemory, oauthCredential } from '@granthouse/client';
import { documents, json, type ScriptedHouse, startScriptedHouse, tokens } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A registry', redirectUri: 'https://registry.example/callback' };
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

/** Moves the authorization server of the house to another issuer. */
function moveTo(issuer: string, document: string, members: object = {}) {
  const before = house.routes[documents.server] ?? json({});
  delete house.routes[documents.server];
  house.routes[document] = before;
  house.change(document, { issuer, ...members });
  house.change(documents.resource, { authorization_servers: [issuer] });
}

const realm = () => `${house.origin}/realms/team`;

/** Keycloak 26: an issuer with a path, a secret for everyone, a scope list of its own, `session_state` beside the code. */
function keycloak() {
  const protocol = `${realm()}/protocol/openid-connect`;
  moveTo(realm(), 'GET /realms/team/.well-known/openid-configuration', {
    token_endpoint: `${protocol}/token`,
    authorization_endpoint: `${protocol}/auth`,
    registration_endpoint: `${realm()}/clients-registrations/openid-connect`,
    scopes_supported: ['openid', 'offline_access', 'profile'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['plain', 'S256'],
    acr_values_supported: ['0', '1'],
    mtls_endpoint_aliases: {},
  });
  house.routes['POST /realms/team/clients-registrations/openid-connect'] = ({ body }) => {
    const said = JSON.parse(body) as object;
    const answer = { client_id: 'c1', client_secret: 's1', client_secret_expires_at: 0, subject_type: 'public' };
    const management = { registration_client_uri: `${realm()}/x`, registration_access_token: 'r' };
    return Response.json(
      { ...said, ...answer, ...management, tls_client_certificate_bound_access_tokens: false },
      { status: 201 },
    );
  };
  const surplus = { refresh_expires_in: 0, 'not-before-policy': 0, session_state: 'x', id_token: 'not.a.token' };
  house.routes['POST /realms/team/protocol/openid-connect/token'] = json({ ...tokens, ...surplus, scope: 'profile' });
  return { iss: realm(), session_state: 'a-session' };
}

/** Auth0: an issuer with a slash at its end. */
function auth0() {
  const issuer = `${house.origin}/`;
  moveTo(issuer, documents.server, { device_authorization_endpoint: `${issuer}oauth/device/code` });
  return { iss: issuer };
}

/** Hydra: nulls, empty strings, and no secret’s end. */
function hydra() {
  const members = { client_id: 'h1', client_secret: 's1', client_uri: '', contacts: null, jwks: {}, logo_uri: '' };
  house.routes['POST /register'] = json(
    { ...members, token_endpoint_auth_method: 'client_secret_basic' },
    { status: 201 },
  );
  return {};
}

/** Servers of OpenID Connect that know nothing of RFC 9207, and answer with lives as text. */
function older() {
  moveTo(house.origin, 'GET /.well-known/openid-configuration', {
    authorization_response_iss_parameter_supported: undefined,
  });
  house.routes['POST /token'] = json({ ...tokens, expires_in: '600', token_type: 'bearer', scope: '' });
  return { iss: undefined };
}

describe.each([
  ['Keycloak', keycloak],
  ['Auth0', auth0],
  ['Hydra', hydra],
  ['a server of years ago', older],
])('a server that answers as %s', (_name, prepare) => {
  it('signs in and renews', async () => {
    const parameters = prepare();
    const { url, attempt, binding } = await beginSignIn(house.endpoint, { identity, fetch });
    const answer = house.answerTo(url, parameters);
    const finished = await finishSignIn(attempt, { answer, binding }, { fetch });
    if (finished.kind !== 'signed-in') throw new Error('expected to be signed in');
    const keeper = keptInMemory(finished.authorization);
    const late = oauthCredential({ keeper, fetch, now: () => Date.now() + 3_600_000 });
    expect(await late.fields()).toEqual({ authorization: 'Bearer access' });
    const grants = house.asked.filter(({ what }) => what.endsWith('/token'));
    expect(grants).toHaveLength(2);
    const isBasic = finished.authorization.client.method === 'client_secret_basic';
    expect(grants.every(({ headers }) => headers.has('authorization') === isBasic)).toBe(true);
  });
});

describe('a client of one’s own', () => {
  const methods = { token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'] };
  const own = { ...identity, preRegistered: { clientId: 'own', clientSecret: 'own secret' } };
  const inBody = (body: string) => new URLSearchParams(body).get('client_secret') === 'own secret';
  /** The Python SDK of MCP takes the one method that the client was registered with. */
  const strict = () => {
    house.change(documents.server, methods);
    house.routes['POST /token'] = ({ body, headers }) =>
      inBody(body) && !headers.has('authorization')
        ? Response.json(tokens)
        : Response.json({ error: 'invalid_client' }, { status: 401 });
  };
  const finished = async (wanted: typeof own) => {
    const { url, attempt, binding } = await beginSignIn(house.endpoint, { identity: wanted, fetch });
    return finishSignIn(attempt, { answer: house.answerTo(url), binding }, { fetch });
  };

  it('shows its secret in the body where the header is refused, and goes on so', async () => {
    strict();
    const signedIn = await finished(own);
    if (signedIn.kind !== 'signed-in') throw new Error('expected to be signed in');
    const now = () => Date.now() + 3_600_000;
    const late = oauthCredential({ keeper: keptInMemory(signedIn.authorization), fetch, now });
    expect(await late.fields()).toEqual({ authorization: 'Bearer access' });
    const shown = house.asked.filter(({ what }) => what === 'POST /token');
    expect(shown.map(({ headers }) => headers.has('authorization'))).toEqual([true, false, false]);
    expect(shown.map(({ body }) => inBody(body))).toEqual([false, true, true]);
  });

  it('is unknown when it is refused in both ways', async () => {
    strict();
    const wrong = { ...own, preRegistered: { clientId: 'own', clientSecret: 'wrong' } };
    await expect(finished(wrong)).rejects.toMatchObject({ code: 'client_unknown' });
    expect(house.forms('/token')).toHaveLength(2);
  });
});

describe('what they say when they say no', () => {
  it.each([
    ['Keycloak of a host that it doesn’t trust', { error: 'insufficient_scope' }, 403],
    ['Okta of those without a token of an admin', { errorCode: 'E0000005', errorSummary: 'Invalid session' }, 403],
    ['Entra, which has no registration, of a body', { error: { code: 'BadRequest' } }, 400],
  ])('is understood of a registration: %s', async (_title, body, status) => {
    house.routes['POST /register'] = json(body, { status });
    const begun = beginSignIn(house.endpoint, { identity, fetch });
    await expect(begun).rejects.toMatchObject({ code: 'registration_refused', details: { status } });
  });

  it.each([
    ['Keycloak of a token that has ended', { error: 'invalid_grant' }, 400, 'sign_in_needed'],
    ['Keycloak of a client that was removed', { error: 'invalid_client' }, 401, 'sign_in_needed'],
    ['GitHub, under status 200', { error: 'bad_refresh_token' }, 200, 'sign_in_needed'],
    ['a server that wants fewer requests', { error: 'invalid_request' }, 429, 'token_refused'],
    ['a gateway in front of it', 'upstream connect error', 503, 'token_refused'],
  ])('is understood of a renewal: %s', async (_title, body, status, code) => {
    const { url, attempt, binding } = await beginSignIn(house.endpoint, { identity, fetch });
    const finished = await finishSignIn(attempt, { answer: house.answerTo(url), binding }, { fetch });
    if (finished.kind !== 'signed-in') throw new Error('expected to be signed in');
    house.routes['POST /token'] = json(body, { status });
    const now = () => Date.now() + 3_600_000;
    const late = oauthCredential({ keeper: keptInMemory(finished.authorization), fetch, now });
    await expect(late.fields()).rejects.toMatchObject({ code });
  });
});
