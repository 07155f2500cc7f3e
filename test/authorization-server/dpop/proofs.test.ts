/** Which proofs the token endpoint takes (RFC 9449 §4.3, §5). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { once } from 'node:events';
import { dpopKey, type DpopKey, type ProofChanges } from '../../support/dpop-key.ts';
import { openHouse, type House, type ProvingApp } from './proving-app.ts';

let house: House;
let app: ProvingApp;
let other: DpopKey;

beforeAll(async () => {
  [house, other] = await Promise.all([openHouse(), dpopKey()]);
  app = await house.app();
});
afterAll(() => house.server.close());

type Bend = (issuer: string) => ProofChanges & { raw?: (proof: string) => string };

const wrong: ReadonlyArray<readonly [string, Bend]> = [
  ['RFC9449-1: of another type', () => ({ header: { typ: 'JWT' } })],
  ['RFC9449-1: without a key', () => ({ header: { jwk: undefined } })],
  ['RFC9449-1: with its private key', () => ({ header: { jwk: app.key.privateJwk } })],
  ['RFC9449-1: signed by another key than it names', () => ({ key: other.privateKey })],
  ['RFC9449-1: with a shared secret', () => ({ header: { alg: 'HS256' }, key: new Uint8Array(32) })],
  ['RFC9449-1: without a signature', () => ({ raw: unsigned })],
  ['RFC9449-1: with a critical header that nobody knows', () => ({ header: { crit: ['urn:test'], 'urn:test': 1 } })],
  ['RFC9449-1: that is no JWT', () => ({ raw: () => 'x' })],
  ['RFC9449-1: twice in one header', () => ({ raw: (proof) => `${proof}, ${proof}` })],
  ['RFC9449-2: for another method', () => ({ htm: 'GET' })],
  ['RFC9449-2: for a method in lower case', () => ({ htm: 'post' })],
  ['RFC9449-2: without a method', () => ({ claims: { htm: undefined } })],
  ['RFC9449-2: for another path', (issuer) => ({ claims: { htu: `${issuer}/revoke` } })],
  ['RFC9449-2: for another host', () => ({ claims: { htu: 'https://evil.example/token' } })],
  ['RFC9449-2: without a URL', () => ({ claims: { htu: undefined } })],
  ['RFC9449-2: for no URL', () => ({ claims: { htu: '/token' } })],
  ['RFC9449-3: without a date', () => ({ claims: { iat: undefined } })],
  ['RFC9449-3: with words for a date', () => ({ claims: { iat: 'now' } })],
  ['RFC9449-4: without an id', () => ({ claims: { jti: undefined } })],
  ['RFC9449-4: with an empty id', () => ({ claims: { jti: '' } })],
  ['RFC9449-4: with an endless id', () => ({ claims: { jti: 'x'.repeat(4096) } })],
];

function unsigned(proof: string): string {
  const [, body = ''] = proof.split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: app.key.jwk })).toString('base64url');
  return `${header}.${body}.`;
}

describe('RFC9449-7: a proof is refused with invalid_dpop_proof, and uses nothing up,', () => {
  let fields: Record<string, string>;
  let refreshToken: string | undefined;
  beforeAll(async () => {
    fields = await app.code();
    refreshToken = (await app.redeem(await app.prove())).refresh_token;
  });

  it.each(wrong)('%s', async (_title, bend) => {
    const { raw = (proof: string) => proof, ...changes } = bend(house.server.issuer);
    for (const send of [app.redeem, (proof: string) => app.refresh(refreshToken, proof)]) {
      const proof = raw(await app.prove(changes));
      expect(await send(proof, fields)).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    }
  });

  it('and then the code and the refresh token are as good as before', async () => {
    expect(await app.redeem(await app.prove(), fields)).toMatchObject({ status: 200 });
    expect(await app.refresh(refreshToken, await app.prove())).toMatchObject({ status: 200 });
  });
});

it('RFC9449-1: two DPoP headers are refused, although both proofs are right', async () => {
  const proofs = [await app.prove(), await app.prove()];
  const { hostname, port, host } = new URL(house.server.issuer);
  const body = new URLSearchParams({ client_id: app.clientId, ...(await app.code()) }).toString();
  const headers = ['Host', host, 'Content-Type', 'application/x-www-form-urlencoded'];
  headers.push('Content-Length', String(body.length), ...proofs.flatMap((proof) => ['DPoP', proof]));
  const sent = request({ hostname, port, method: 'POST', path: '/token', headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
  answer.resume();
  expect(answer.statusCode).toBe(400);
});

it('RFC9449-2: the query and the fragment of the URL do not matter', async () => {
  const htu = `${house.server.issuer}/token?a=b#c`;
  expect(await app.redeem(await app.prove({ claims: { htu } }))).toMatchObject({ status: 200 });
});

it.each(['Host', 'X-Forwarded-Host', 'Forwarded'])(
  'RFC9449-2: a proof for another server does not pass by %s',
  async (name) => {
    const proof = await app.prove({ claims: { htu: 'http://evil.example/token' } });
    const value = name === 'Forwarded' ? 'host=evil.example;proto=http' : 'evil.example';
    const answer = await sendAs(name, value, { dpop: proof, client_id: app.clientId, ...(await app.code()) });
    expect([400, 421]).toContain(answer);
  },
);

async function sendAs(name: string, value: string, { dpop = '', ...fields }: Record<string, string>): Promise<number> {
  const { hostname, port, host } = new URL(house.server.issuer);
  const body = new URLSearchParams(fields).toString();
  const headers = { host, dpop, 'content-type': 'application/x-www-form-urlencoded', [name.toLowerCase()]: value };
  const sent = request({ hostname, port, method: 'POST', path: '/token', headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
  answer.resume();
  return answer.statusCode;
}

describe('programs in a browser', () => {
  it('RFC9449-13: may send proofs and read nonces', async () => {
    const url = `${house.server.issuer}/token`;
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
    const preflight = await fetch(url, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/(?:^|, )DPoP(?:,|$)/);
    const answer = await fetch(url, { method: 'POST', headers: { origin: headers.origin } });
    expect(answer.headers.get('access-control-expose-headers')).toContain('DPoP-Nonce');
  });
});

it.each(['oauth-authorization-server', 'openid-configuration'])(
  'RFC9449-14: %s says by which algorithms proofs may be signed',
  async (name) => {
    const document = await fetch(`${house.server.issuer}/.well-known/${name}`);
    expect(await document.json()).toMatchObject({ dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'] });
  },
);
