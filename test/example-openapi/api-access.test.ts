/** Who the order desk's API lets in: a service by its key and, at once, a person by a token of one minute, one request and this API. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  base64url,
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { createPersonTokens } from '@granthouse/example-openapi-server';
import { startTestIssuer } from '../support/test-issuer.ts';
import { type RunningApi, startApi } from './running-api.ts';

const pair = await generateKeyPair('ES256');
let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ limits: { requests: 1000, changes: 1000 } });
});
afterAll(() => api.close());

/** What a request with nothing but these headers is answered. */
async function answerTo(headers: Record<string, string>) {
  const answer = await fetch(`${api.url}/me`, { headers });
  const { error } = (await answer.json()) as { error?: string };
  return { status: answer.status, error, challenge: answer.headers.get('www-authenticate') };
}

const withToken = (token: string) => answerTo({ 'x-service-key': api.serviceKey, authorization: `Bearer ${token}` });

const invalidToken = { status: 401, error: 'invalid_token', challenge: 'Bearer error="invalid_token"' };

describe("the order desk's API", () => {
  it('lets a service with a person in', async () => {
    expect(await withToken(await api.token('vera'))).toMatchObject({ status: 200 });
  });

  it('refuses the service alone, and the person alone', async () => {
    expect(await answerTo({ 'x-service-key': api.serviceKey })).toEqual(invalidToken);
    const alone = await answerTo({ authorization: `Bearer ${await api.token('vera')}` });
    expect(alone).toMatchObject({ status: 401, error: 'unknown_service' });
    const wrong = { 'x-service-key': 'svc_wrong', authorization: `Bearer ${await api.token('vera')}` };
    expect(await answerTo(wrong)).toMatchObject({ status: 401, error: 'unknown_service' });
    expect(await answerTo({})).toMatchObject({ status: 401, error: 'unknown_service' });
  });

  it("refuses the key of the service in the place of the person's token", async () => {
    expect(await withToken(api.serviceKey)).toEqual(invalidToken);
  });

  it('refuses an access token of the MCP server, even of the same person', async () => {
    const issuer = await startTestIssuer(api.clock);
    expect(await withToken(await issuer.mint(api.issuer, { claims: { sub: 'vera' } }))).toEqual(invalidToken);
    expect(await withToken(await issuer.mint(api.url, { claims: { sub: 'vera' } }))).toEqual(invalidToken);
    await issuer.goAway();
  });

  it('takes a token for a minute, and not a second longer', async () => {
    const tokens = [await api.token('vera'), await api.token('vera')];
    api.clock.advance(59_000);
    expect((await withToken(tokens[0]!)).status).toBe(200);
    api.clock.advance(1000);
    expect(await withToken(tokens[1]!)).toEqual(invalidToken);
  });

  it('takes a token once', async () => {
    const token = await api.token('vera');
    expect((await withToken(token)).status).toBe(200);
    expect(await withToken(token)).toEqual(invalidToken);
  });

  it('refuses somebody who does not work here', async () => {
    for (const subject of ['nobody', '__proto__', 'constructor', 'toString']) {
      expect(await withToken(await api.token(subject))).toMatchObject({ status: 403, error: 'unknown_person' });
    }
  });

  describe('refuses a token', () => {
    let trusting: RunningApi;
    beforeAll(async () => {
      const keys = [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256' }];
      trusting = await startApi({ personTokens: { issuer: api.issuer, keys } });
    });
    afterAll(() => trusting.close());

    const header = { alg: 'ES256', typ: 'person+jwt' };
    /** Of a good token, before a test spoils it. */
    function goodClaims(): JWTPayload {
      const iat = trusting.clock.seconds();
      const about = { iss: api.issuer, aud: trusting.url, sub: 'vera', scope: 'orders:read' };
      return { ...about, jti: crypto.randomUUID(), iat, exp: iat + 60 };
    }
    const sign = (claims: JWTPayload, head: JWTHeaderParameters = header) =>
      new SignJWT(claims).setProtectedHeader(head).sign(pair.privateKey);
    const send = async (token: string) =>
      (await trusting.send('/me', { headers: { authorization: `Bearer ${token}` } })).status;

    it('that is spoilt, while the same one unspoilt is taken', async () => {
      expect(await send(await sign(goodClaims()))).toBe(200);
    });

    const faults: [string, (claims: JWTPayload) => JWTPayload][] = [
      ['for another audience', (claims) => ({ ...claims, aud: 'http://localhost:9999/v1' })],
      ['for the MCP server itself', (claims) => ({ ...claims, aud: api.issuer })],
      ['for the origin of the API', (claims) => ({ ...claims, aud: new URL(trusting.url).origin })],
      ['for nobody', ({ aud: _none, ...claims }) => claims],
      ['of another issuer', (claims) => ({ ...claims, iss: 'http://localhost:9999/v1/mcp' })],
      ['without an end', ({ exp: _none, ...claims }) => claims],
      [
        'that was signed two minutes ago for an hour',
        (claims) => ({ ...claims, iat: claims.iat! - 120, exp: claims.iat! + 3600 }),
      ],
      ['without a date', ({ iat: _none, ...claims }) => claims],
      ['from the future', (claims) => ({ ...claims, iat: claims.iat! + 61, exp: claims.iat! + 90 })],
      ['that is not good yet', (claims) => ({ ...claims, nbf: claims.iat! + 30 })],
      ['without an id', ({ jti: _none, ...claims }) => claims],
      ['without a person', ({ sub: _none, ...claims }) => claims],
    ];
    it.each(faults)('%s', async (_title, spoil) => {
      expect(await send(await sign(spoil(goodClaims())))).toBe(401);
    });

    it.each([[{ alg: 'ES256', typ: 'at+jwt' }], [{ alg: 'ES256', typ: 'JWT' }], [{ alg: 'ES256' }]])(
      'of another type: %j',
      async (head) => {
        expect(await send(await sign(goodClaims(), head))).toBe(401);
      },
    );

    it('of alg none', async () => {
      const plain = [{ ...header, alg: 'none' }, goodClaims()].map((part) => base64url.encode(JSON.stringify(part)));
      expect(await send([...plain, ''].join('.'))).toBe(401);
      expect(await send(new UnsecuredJWT(goodClaims()).encode())).toBe(401);
    });

    it('that another key signed', async () => {
      const other = await createPersonTokens({ issuer: api.issuer, audience: trusting.url, now: trusting.clock.now });
      expect(await send(await other.sign('vera', ['orders:read']))).toBe(401);
    });

    it('that is signed by HMAC with the public key', async () => {
      const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
      const token = new SignJWT(goodClaims()).setProtectedHeader({ ...header, alg: 'HS256' });
      expect(await send(await token.sign(secret))).toBe(401);
    });

    it('whose claims were changed', async () => {
      const [head, , signature] = (await sign(goodClaims())).split('.');
      const claims = base64url.encode(JSON.stringify({ ...goodClaims(), sub: 'mona' }));
      expect(await send([head, claims, signature].join('.'))).toBe(401);
    });
  });
});
