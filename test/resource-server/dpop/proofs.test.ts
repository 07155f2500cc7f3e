/** Which proofs the guard takes, and what was tried against it (RFC 9449 §4.3, §7.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { protectedResource } from '@granthouse/resource-server';
import { dpopKey, hashOf, type DpopKey, type ProofChanges } from '../../support/dpop-key.ts';
import { dpopOf } from '../../support/guarded-server.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { provingCaller, type ProvingCaller } from './proving-caller.ts';

let caller: ProvingCaller;
let token: string;
let other: DpopKey;

beforeAll(async () => {
  [caller, other] = await Promise.all([provingCaller(), dpopKey()]);
  token = await caller.mint({ claims: { exp: caller.clock.seconds() + 100_000 } });
});
afterAll(() => caller.close());

type Bend = () => ProofChanges & { raw?: (proof: string) => string };

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const withHeader = (header: object) => (proof: string) => [part(header), ...proof.split('.').slice(1)].join('.');
const unsigned = (proof: string) =>
  `${part({ alg: 'none', typ: 'dpop+jwt', jwk: caller.key.jwk })}.${proof.split('.')[1]}.`;
const inTime = (seconds: number) => ({ claims: { iat: caller.clock.seconds() + seconds } });

const wrong: ReadonlyArray<readonly [string, Bend]> = [
  ['RFC9449-1: of another type', () => ({ header: { typ: 'JWT' } })],
  ['RFC9449-1: without a type', () => ({ header: { typ: undefined } })],
  ['RFC9449-1: without a key', () => ({ header: { jwk: undefined } })],
  ['RFC9449-1: with words for a key', () => ({ header: { jwk: 'x' } })],
  ['RFC9449-1: with its private key', () => ({ header: { jwk: caller.key.privateJwk } })],
  ['RFC9449-1: with a key that is none', () => ({ header: { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } } })],
  ['RFC9449-1: with a shared key', () => ({ header: { jwk: { kty: 'oct', crv: 'x', x: 'x', k: 'AA' } } })],
  ['RFC9449-1: signed by another key than it names', () => ({ key: other.privateKey })],
  [
    'RFC9449-10: by another key than the token is bound to',
    () => ({ key: other.privateKey, header: { jwk: other.jwk } }),
  ],
  ['RFC9449-1: with a shared secret', () => ({ header: { alg: 'HS256' }, key: new Uint8Array(32) })],
  ['RFC9449-1: without a signature', () => ({ raw: unsigned })],
  ['RFC9449-1: with alg none and a signature', () => ({ raw: withHeader({ alg: 'none', typ: 'dpop+jwt' }) })],
  [
    'RFC9449-1: with another algorithm than its key',
    () => ({ raw: withHeader({ alg: 'EdDSA', typ: 'dpop+jwt', jwk: caller.key.jwk }) }),
  ],
  ['RFC9449-1: with a critical header', () => ({ header: { crit: ['urn:test'], 'urn:test': 1 } })],
  ['RFC9449-1: that is no JWT', () => ({ raw: () => 'x' })],
  ['RFC9449-1: that is empty', () => ({ raw: () => '' })],
  ['RFC9449-1: twice in one header', () => ({ raw: (proof) => `${proof}, ${proof}` })],
  ['RFC9449-1: that is endless', () => ({ claims: { more: 'x'.repeat(8000) } })],
  ['RFC9449-2: for another method', () => ({ htm: 'GET' })],
  ['RFC9449-2: for a method in lower case', () => ({ htm: 'post' })],
  ['RFC9449-2: without a method', () => ({ claims: { htm: undefined } })],
  ['RFC9449-2: for another path', () => ({ claims: { htu: `${caller.server.origin}/other` } })],
  ['RFC9449-2: for a path below', () => ({ claims: { htu: `${caller.server.resource.resource}/below` } })],
  ['RFC9449-2: for another host', () => ({ claims: { htu: 'https://evil.example/mcp' } })],
  ['RFC9449-2: for another port', () => ({ claims: { htu: 'http://127.0.0.1:1/mcp' } })],
  [
    'RFC9449-2: for another scheme',
    () => ({ claims: { htu: caller.server.resource.resource.replace('http', 'https') } }),
  ],
  [
    'RFC9449-2: for a user of the host',
    () => ({ claims: { htu: caller.server.resource.resource.replace('//', '//me@') } }),
  ],
  ['RFC9449-2: for no URL', () => ({ claims: { htu: '/mcp' } })],
  ['RFC9449-2: without a URL', () => ({ claims: { htu: undefined } })],
  ['RFC9449-3: of the past', () => inTime(-301)],
  ['RFC9449-3: of the future', () => inTime(301)],
  ['RFC9449-3: without a date', () => ({ claims: { iat: undefined } })],
  ['RFC9449-3: with words for a date', () => ({ claims: { iat: 'now' } })],
  ['RFC9449-4: without an id', () => ({ claims: { jti: undefined } })],
  ['RFC9449-4: with an empty id', () => ({ claims: { jti: '' } })],
  ['RFC9449-10: for another token', () => ({ claims: { ath: hashOf('another') } })],
  ['RFC9449-10: for no token', () => ({ claims: { ath: undefined } })],
];

describe('a proof is refused', () => {
  it.each(wrong)('%s', async (_title, bend) => {
    const { raw = (proof: string) => proof, ...changes } = bend();
    const answer = await caller.call(token, raw(await caller.prove(token, changes)));
    expect([answer.status, dpopOf(answer)['error']]).toEqual([401, 'invalid_dpop_proof']);
    expect(caller.decisions.at(-1)).toMatchObject({ reason: 'bad_proof', credential: 'access_token' });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each(['X-Forwarded-Host', 'X-Forwarded-Proto', 'Forwarded', 'X-Original-URL'])(
    'RFC9449-2: for another server, whatever %s says',
    async (name) => {
      const value = name === 'X-Forwarded-Proto' ? 'https' : 'evil.example';
      for (const htu of ['http://evil.example/mcp', caller.server.resource.resource.replace('http', 'https')]) {
        const proof = await caller.prove(token, { claims: { htu } });
        expect((await caller.call(token, proof, [[name, value]])).status).toBe(401);
      }
    },
  );

  it('RFC9449-2: for another server, although Host names it', async () => {
    const behind = await provingCaller('node', { allowedHosts: ['internal.example'] });
    const bound = await behind.mint();
    const calling = (htu: string) => async () => {
      const proof = await behind.prove(bound, { claims: { htu } });
      const headers: [string, string][] = [
        ['Host', 'internal.example'],
        ['Authorization', `DPoP ${bound}`],
        ['DPoP', proof],
      ];
      return (await behind.server.send('/mcp', { method: 'POST', headers })).status;
    };
    expect(await calling('http://internal.example/mcp')()).toBe(401);
    expect(await calling(behind.server.resource.resource)()).toBe(200);
    await behind.close();
  });
});

describe('anything in the place of a proof', () => {
  const sending = async (headers: Record<string, string>) => {
    const { resource } = caller.server;
    const all: Record<string, string> = { host: new URL(caller.server.origin).host, ...headers };
    const head = { method: 'POST', url: '/mcp', headers: { get: (name: string) => all[name] ?? null } };
    const outcome = await resource.handle(head);
    return outcome instanceof Response ? outcome.status : outcome;
  };

  it('is 401, never let through and never 503', async () => {
    const [header = '', claims = '', signature = ''] = (await caller.prove(token)).split('.');
    const json = fc.jsonValue().map(part);
    const proof = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(json, fc.constant(claims), fc.constant(signature)).map((parts) => parts.join('.')),
      fc.tuple(fc.constant(header), json, fc.constant(signature)).map((parts) => parts.join('.')),
      fc.tuple(json, json, fc.base64String()).map((parts) => parts.join('.')),
      fc
        .dictionary(fc.constantFrom('kty', 'crv', 'x', 'y', 'd', 'k'), fc.jsonValue())
        .map((jwk) => withHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })([header, claims, signature].join('.'))),
    );
    await fc.assert(
      fc.asyncProperty(proof, async (dpop) => {
        expect(await sending({ authorization: `DPoP ${token}`, dpop })).toBe(401);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('a proof is taken', () => {
  it.each([
    [
      'RFC9449-2: whatever query and fragment its URL has',
      () => ({ claims: { htu: `${caller.server.resource.resource}?a=b#c` } }),
    ],
    [
      'RFC9449-2: whose URL is written in another way',
      () => ({ claims: { htu: caller.server.resource.resource.replace('http', 'HTTP').replace('/mcp', '/x/../mcp') } }),
    ],
    ['RFC9449-3: of nearly five minutes ago', () => inTime(-299)],
    ['RFC9449-3: of nearly five minutes ahead', () => inTime(299)],
    ['with a nonce that nobody asked for', () => ({ nonce: 'of another server' })],
  ])('%s', async (_title, bend) => {
    expect((await caller.call(token, await caller.prove(token, bend()))).status).toBe(200);
  });

  it.each([
    ['/mcp', 'https://example.com/tools/mcp', 200],
    ['/', 'https://example.com/tools/mcp', 200],
    ['/mcp', 'https://example.com/mcp', 401],
    ['/tools/mcp', 'https://example.com/tools/mcp', 200],
    ['/tools/mcp/below', 'https://example.com/tools/mcp/below', 200],
    ['/tools/mcp/below', 'https://example.com/tools/mcp', 401],
    ['/Tools/MCP/below', 'https://example.com/tools/mcp', 401],
    ['/Tools/MCP/below', 'https://example.com/Tools/MCP/below', 200],
    ['//tools/mcp/below', 'https://example.com/tools/mcp', 401],
    ['/tools/%6dcp/below', 'https://example.com/tools/mcp', 401],
    ['/x/../tools/mcp/below', 'https://example.com/tools/mcp', 401],
    ['/tools/mcp/%', 'https://example.com/tools/mcp', 401],
    ['//evil.example/tools/mcp', 'https://evil.example/tools/mcp', 401],
    ['https://evil.example/tools/mcp', 'https://evil.example/tools/mcp', 401],
  ])('RFC9449-2: that arrives at %s and is for %s, by the public URL: %i', async (url, htu, status) => {
    const { issuer, clock, key } = caller;
    const resource = 'https://example.com/tools/mcp';
    const guard = protectedResource({ resource, authorizationServers: [issuer.issuer], now: clock.now });
    const bound = await issuer.mint(resource, { claims: { cnf: { jkt: key.thumbprint } } });
    const headers = {
      authorization: `DPoP ${bound}`,
      host: 'example.com',
      dpop: await key.prove(htu, { token: bound }),
    };
    const outcome = await guard.authenticate({ method: 'POST', url, headers: new Headers(headers) });
    expect(outcome instanceof Response ? outcome.status : 200).toBe(status);
  });

  it.each(['Ed25519', 'EdDSA'])('RFC9449-1: signed by a key of %s', async (alg) => {
    const key = await dpopKey(alg, caller.clock.now);
    const bound = await caller.mint({ claims: { cnf: { jkt: key.thumbprint } } });
    expect((await caller.call(bound, await caller.prove(bound, {}, key))).status).toBe(200);
  });
});
