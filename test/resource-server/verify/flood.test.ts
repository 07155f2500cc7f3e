/** What tokens cost that are no good, however many come: no signature work, and no room among the good ones (RFC 9068 §4, RFC 8725 §3). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { resolveOptions } from '../../../packages/resource-server/src/options.ts';
import type { FollowedServer } from '../../../packages/resource-server/src/verify/authorization-servers.ts';
import { createClaimsJudge } from '../../../packages/resource-server/src/verify/claims.ts';
import { createJwtVerifier } from '../../../packages/resource-server/src/verify/jwt.ts';
import type { RefusalReason } from '../../../packages/resource-server/src/refusal.ts';
import type { KeySetVersion } from '../../../packages/resource-server/src/verify/key-set.ts';
import { tokenShapes } from '../../../packages/resource-server/src/verify/token-shapes.ts';

const issuer = 'https://login.example.com';
const resource = 'https://orders.example.com/mcp';
const now = () => 1_800_000_000_000;
const seconds = now() / 1000;
const { privateKey } = await generateKeyPair('ES256');

/** An issuer with one key, `good`, that counts what is asked of it and holds its answers until `release`. */
function createIssuer() {
  const asked = { keys: 0, signatures: 0 };
  let held: Promise<void> | undefined;
  const isSigned = async () => {
    asked.signatures += 1;
    await held;
    return true;
  };
  const version: KeySetVersion = { text: '[]', select: () => Promise.resolve(isSigned) };
  const keySet: FollowedServer['keySet'] = {
    read: () => Promise.resolve(version),
    find({ kid }) {
      asked.keys += 1;
      return Promise.resolve(kid === 'good' ? { version, isSigned } : undefined);
    },
  };
  const hold = () => {
    let release = () => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  };
  return { asked, hold, server: { keySet, shape: tokenShapes.rfc9068 } as FollowedServer };
}

let trusted: ReturnType<typeof createIssuer>;
let verify: ReturnType<typeof createJwtVerifier>;
beforeEach(() => {
  trusted = createIssuer();
  const { authorizationServers } = resolveOptions({ resource, authorizationServers: [issuer] });
  const metadataUrl = `${resource}/metadata`;
  const rules = { authorizationServers, resource, implies: {}, metadataUrl, clockTolerance: 5, now };
  verify = createJwtVerifier({
    servers: new Map([[issuer, trusted.server]]),
    judgeClaims: createClaimsJudge(rules),
    ...rules,
  });
});

const usualClaims = { iss: issuer, aud: resource, sub: 'ada', client_id: 'c', iat: seconds, exp: seconds + 600 };
const usualHeader = { alg: 'ES256', typ: 'at+jwt', kid: 'good' };

function mint(changes: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {}): Promise<string> {
  return new SignJWT({ ...usualClaims, ...changes.claims })
    .setProtectedHeader({ ...usualHeader, ...changes.header })
    .sign(privateKey, { crit: { 'urn:test': true } });
}
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refusedAs = (reason: RefusalReason) => ({ code: 'invalid_token', reason });

describe('a token that is no good', () => {
  const neverAsked: [string, RefusalReason, () => string | Promise<string>][] = [
    ['is no JWT', 'not_a_token', () => crypto.randomUUID()],
    ['is longer than any header', 'not_a_token', () => `${part(usualHeader)}.${'A'.repeat(17_000)}.AAAA`],
    [
      'is nested as deep as it can be',
      'not_a_token',
      () => `${part(usualHeader)}.${Buffer.from('['.repeat(9000)).toString('base64url')}.AAAA`,
    ],
    ['has a list for claims', 'not_a_token', () => `${part(usualHeader)}.${part([1])}.AAAA`],
    ['has a text for a header', 'not_a_token', () => `${part('header')}.${part({})}.AAAA`],
    [
      'is not UTF-8',
      'not_a_token',
      () => `${part(usualHeader)}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.AAAA`,
    ],
    ['is padded', 'not_a_token', async () => `${await mint()}=`],
    ['is written in base64', 'not_a_token', async () => (await mint()).replace(/.$/u, '+')],
    [
      'has another spelling of its signature',
      'not_a_token',
      async () => (await mint()).replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)),
    ],
    ['has four parts', 'not_a_token', async () => `${await mint()}.AAAA`],
    ['has a key id that is no text', 'not_a_token', () => mint({ header: { kid: ['good'] } })],
    ['names a critical extension', 'not_a_token', () => mint({ header: { crit: ['urn:test'], 'urn:test': 1 } })],
    ['is of another type', 'not_a_token', () => mint({ header: { typ: 'JWT' } })],
    ['is of another issuer', 'unknown_issuer', () => mint({ claims: { iss: 'https://evil.example' } })],
    ['is for another resource', 'wrong_audience', () => mint({ claims: { aud: 'https://other.example/mcp' } })],
    ['has expired', 'expired', () => mint({ claims: { exp: seconds - 60 } })],
    ['is not valid yet', 'not_yet_valid', () => mint({ claims: { nbf: seconds + 60 } })],
    ['is valid from a time that is no number', 'not_yet_valid', () => mint({ claims: { nbf: 'now' } })],
  ];
  it.each(neverAsked)(
    'RFC9068-7: is refused without a look at keys and signature when it %s',
    async (_what, reason, make) => {
      await expect(verify(await make())).rejects.toMatchObject(refusedAs(reason));
      expect(trusted.asked).toEqual({ keys: 0, signatures: 0 });
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['audiences', { aud: Array.from({ length: 600 }, (_none, index) => `http://a${index}`) }],
    ['spellings of the resource', { aud: Array.from({ length: 250 }, (_none, index) => `${resource}${index}`) }],
    ['lists', { lists: Array.from({ length: 3000 }, () => []) }],
  ])('costs little more than any other of its length when it is full of %s', async (_what, claims) => {
    const header = { kid: 'invented' };
    const length = JSON.stringify(claims).length;
    const [full, usual] = [
      await mint({ claims, header }),
      await mint({ claims: { other: 'a'.repeat(length) }, header }),
    ];
    const costs = async (token: string) => {
      const before = process.cpuUsage();
      for (let number = 0; number < 50; number += 1) await verify(token).catch(() => {});
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const rounds: number[] = [];
    for (let round = 0; round < 6; round += 1) rounds.push((await costs(full)) / (await costs(usual)));
    expect(Math.min(...rounds)).toBeLessThan(6);
  });

  it('is refused without signature work when its key is unknown', async () => {
    await expect(verify(await mint({ header: { kid: 'invented' } }))).rejects.toMatchObject(refusedAs('unknown_key'));
    expect(trusted.asked).toEqual({ keys: 1, signatures: 0 });
  });

  it('never pushes a good one out of the memory, however many come', async () => {
    const token = await mint();
    await verify(token);
    for (let number = 0; number <= 100_000; number += 1) await verify(`invented-${number}`).catch(() => {});
    await verify(token);
    expect(trusted.asked).toEqual({ keys: 1, signatures: 1 });
  });
});

describe('the first sight of a token', () => {
  it('is one verification for all calls that come with it at the same time', async () => {
    const token = await mint();
    const release = trusted.hold();
    const calls = Array.from({ length: 50 }, () => verify(token));
    release();
    expect(new Set((await Promise.all(calls)).map(({ subject }) => subject))).toEqual(new Set(['ada']));
    expect(trusted.asked).toEqual({ keys: 1, signatures: 1 });
  });

  it('bears claims that are nested as deep as there is room for', async () => {
    const usual = JSON.stringify(usualClaims).slice(0, -1);
    const claims = `${usual},"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const token = `${part(usualHeader)}.${Buffer.from(claims).toString('base64url')}.AAAA`;
    expect((await verify(token)).subject).toBe('ada');
  });
});
