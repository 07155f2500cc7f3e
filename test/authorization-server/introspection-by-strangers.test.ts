/** Introspection by strangers (RFC 7662 §2.3, §4): who proves nothing is refused, and nobody learns of what isn't theirs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expectError } from '../support/expect-error.ts';
import {
  confidential,
  ordersServer,
  otherResource,
  resource,
  startIntrospected,
  type Introspected,
} from '../support/introspection.ts';
import { credentials, post, postForm, publicClient, register } from '../support/oauth-client.ts';

let here: Introspected;
beforeAll(async () => {
  here = await startIntrospected();
});
afterAll(() => here.server.close());

const inactive = { active: false };

describe('any other text', () => {
  const claims = () => ({ ...decodeJwt(here.tokens.access_token) });
  const signed = async (header: { alg: string; typ?: string; kid?: string }) => {
    const { privateKey } = await generateKeyPair('ES256');
    return new SignJWT(claims()).setProtectedHeader(header).sign(privateKey);
  };
  const withHeader = (header: string) => `${Buffer.from(header).toString('base64url')}.e30.x`;
  const tampered = () => {
    const [header, , signature] = here.tokens.access_token.split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims(), aud: otherResource })).toString('base64url');
    return [header, payload, signature].join('.');
  };
  const ownKid = async () => {
    const { keys } = (await (await fetch(`${here.server.issuer}/jwks`)).json()) as { keys: { kid: string }[] };
    return signed({ alg: 'ES256', typ: 'at+jwt', kid: keys[0]?.kid ?? '' });
  };
  const withOwnKey = async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const header = { alg: 'ES256', typ: 'at+jwt', jwk: await exportJWK(publicKey) };
    return new SignJWT(claims()).setProtectedHeader(header).sign(privateKey);
  };

  it.each<[string, () => string | Promise<string>]>([
    ['nonsense', () => 'not a token'],
    ['half a surrogate pair and a zero', () => '\uD800\u0000'],
    ['a giant text', () => 'a'.repeat(50_000)],
    ['a giant JWT', () => `${here.tokens.access_token}${'a'.repeat(50_000)}`],
    ['a JWT signed by somebody else', () => signed({ alg: 'ES256', typ: 'at+jwt' })],
    ['a JWT signed by somebody else under the name of the own key', ownKid],
    ['a JWT that brings its key', withOwnKey],
    ['a JWT whose claims were changed', tampered],
    ['a JWT without a signature', () => withHeader('{"alg":"none","typ":"at+jwt"}')],
    ['a JWT with odd members', () => withHeader('{"alg":["ES256"],"typ":{},"kid":1,"crit":"x","b64":0}')],
    ['a JWT whose header is null', () => withHeader('null')],
    ['five parts', () => `${withHeader('{"alg":"dir","enc":"A128GCM"}')}.x.x`],
  ])('RFC7662-2: %s is inactive, and nothing else', async (_title, make) => {
    const token = await make();
    expect(await here.answer(token, ordersServer)).toEqual(inactive);
    expect(await here.answer(token, here.client)).toEqual(inactive);
  });

  it('an ID token is inactive: it is no access token', async () => {
    const own = await here.connect(confidential, 'openid orders:read');
    const { id_token: idToken = '' } = own.tokens as unknown as { id_token?: string };
    expect(idToken.split('.')).toHaveLength(3);
    expect(await here.answer(idToken, own.client)).toEqual(inactive);
  });
});

describe('who asks', () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['nobody', {}, {}],
    ['an unknown client', { client_id: 'dcr_gone', client_secret: 'x' }, {}],
    ['a client without its secret', { client_id: ordersServer.client_id }, {}],
    ['a client with a wrong secret', { ...ordersServer, client_secret: 'wrong' }, {}],
    ['a wrong header', {}, { authorization: `Basic ${Buffer.from('orders-server:wrong').toString('base64')}` }],
    ['a token in the place of credentials', {}, { authorization: 'Bearer x' }],
  ])('RFC7662-1, RFC7662-4: %s is 401 and learns nothing', async (_title, fields, headers) => {
    for (const token of [here.tokens.access_token, here.tokens.refresh_token, 'unknown']) {
      await expectError(await here.introspect({ token, ...fields }, headers), 401, 'invalid_client');
    }
  });

  it('RFC7662-1: a public client is 401, whatever it holds', async () => {
    const own = await here.connect(publicClient);
    for (const token of [own.tokens.access_token, own.tokens.refresh_token, 'unknown']) {
      const response = await here.introspect({ token, ...credentials(own.client) });
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      await expectError(response, 401, 'invalid_client');
    }
  });

  it('RFC7662-2: is inactive for a client that registered itself with a secret to read what others hold', async () => {
    const stranger = await register(here.server.issuer, { ...confidential, introspects: resource });
    expect(stranger).not.toHaveProperty('introspects');
    expect(await here.answer(here.tokens.access_token, stranger)).toEqual(inactive);
    expect(await here.answer(here.tokens.refresh_token, stranger)).toEqual(inactive);
  });

  it('RFC7662-1: a token comes in a form that is posted', async () => {
    const fields = { ...ordersServer, token: here.tokens.access_token };
    const address = `${here.server.issuer}/introspect`;
    expect((await fetch(`${address}?${new URLSearchParams(fields).toString()}`)).status).toBe(404);
    expect((await fetch(`${address}?${new URLSearchParams(fields).toString()}`, { method: 'POST' })).status).toBe(401);
    expect((await post(address, fields)).status).toBe(400);
    expect((await here.introspect(fields)).status).toBe(200);
  });

  it.each<[string, string, string]>([
    ['JSON', 'application/json', '{"token":"x"}'],
    ['odd bytes', 'application/x-www-form-urlencoded', '%00%FF%zz=\u0000&token=%'],
    ['one parameter twice', 'application/x-www-form-urlencoded', 'token=x&token=y&client_id=a&client_id=b'],
    ['more than any token', 'application/x-www-form-urlencoded', `token=${'x'.repeat(100_000)}`],
  ])('a body of %s is refused, never a 5xx', async (_title, type, body) => {
    const { client_id: id, client_secret: secret } = ordersServer;
    const authorization = `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}`;
    const headers = { 'content-type': type, authorization };
    const { status } = await fetch(`${here.server.issuer}/introspect`, { method: 'POST', headers, body });
    expect([200, 400, 401]).toContain(status);
  });

  it('a request without a token is 400', async () => {
    await expectError(await here.introspect(ordersServer), 400, 'invalid_request');
  });

  it('a resource server signs nobody in and gets no tokens', async () => {
    for (const grant of ['authorization_code', 'refresh_token', 'client_credentials']) {
      const fields = { ...ordersServer, grant_type: grant, code: 'x', refresh_token: 'x' };
      const refused = await postForm(`${here.server.issuer}/token`, fields);
      expect(refused.status).toBe(400);
    }
  });
});
