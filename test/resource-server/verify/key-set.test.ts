/** How long an issuer's keys are believed, and how often they are read (RFC 9068 §4, RFC 8414 §3). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { followKeySet } from '../../../packages/resource-server/src/verify/key-set.ts';
import { type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

let clock: TestClock;
let issuer: TestIssuer;
let server: GuardedServer;

beforeEach(async () => {
  clock = createTestClock();
  issuer = await startTestIssuer(clock);
  server = await startGuardedServer('node', { authorizationServers: [issuer.issuer], now: clock.now });
});
afterEach(() => Promise.all([server.close(), issuer.goAway()]));

/** A token that outlives the test. */
const mint = (header: Record<string, unknown> = {}) =>
  issuer.mint(server.resource.resource, { header, claims: { exp: clock.seconds() + 24 * 3600 } });
const statusOf = async (token: string) => (await server.call(token)).status;

describe('the keys of an issuer', () => {
  it('are not read before a token comes', async () => {
    await server.send('/mcp');
    expect(issuer.fetches).toEqual({ metadata: 0, keySet: 0 });
  });

  it('are read once for many first calls at the same time', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => mint()));
    expect(new Set(await Promise.all(tokens.map(statusOf)))).toEqual(new Set([200]));
    expect(issuer.fetches).toEqual({ metadata: 1, keySet: 1 });
  });

  it('are read again when a token has a new key', async () => {
    expect(await statusOf(await mint())).toBe(200);
    await issuer.rotate();
    clock.advance(10 * SECOND);
    expect(await statusOf(await mint())).toBe(200);
    expect(issuer.fetches.keySet).toBe(2);
  });

  it('are read at most once per cool-down, however many unknown keys are named', async () => {
    const invented = await Promise.all(Array.from({ length: 50 }, () => mint({ kid: crypto.randomUUID() })));
    expect(await statusOf(await mint())).toBe(200);
    expect(new Set(await Promise.all(invented.map(statusOf)))).toEqual(new Set([401]));
    expect(issuer.fetches.keySet).toBe(1);
    clock.advance(10 * SECOND);
    expect(new Set(await Promise.all(invented.map(statusOf)))).toEqual(new Set([401]));
    expect(issuer.fetches.keySet).toBe(2);
  });

  it('are not read for a token that names another issuer, algorithm or type', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const tokens = [
      await issuer.mint(server.resource.resource, { claims: { iss: 'https://other.example' }, key: privateKey }),
      await mint({ typ: 'JWT' }),
      'abc',
    ];
    for (const token of tokens) expect(await statusOf(token)).toBe(401);
    expect(issuer.fetches).toEqual({ metadata: 0, keySet: 0 });
  });

  it('are read again after five minutes, even when only remembered tokens come', async () => {
    const token = await mint();
    expect(await statusOf(token)).toBe(200);
    clock.advance(5 * MINUTE - 1);
    expect(await statusOf(token)).toBe(200);
    expect(issuer.fetches.keySet).toBe(1);
    clock.advance(1);
    expect(await statusOf(token)).toBe(200);
    expect(issuer.fetches.keySet).toBe(2);
  });

  it('end a remembered token within five minutes after its key has left', async () => {
    const old = await mint();
    const oldKid = issuer.kid;
    expect(await statusOf(old)).toBe(200);
    await issuer.rotate();
    issuer.remove(oldKid);
    clock.advance(5 * MINUTE);
    expect(await statusOf(old)).toBe(401);
    expect(await statusOf(await mint())).toBe(200);
  });

  it('end a remembered token at once when another token makes them be read again', async () => {
    const old = await mint();
    const oldKid = issuer.kid;
    expect(await statusOf(old)).toBe(200);
    await issuer.rotate();
    issuer.remove(oldKid);
    clock.advance(10 * SECOND);
    expect(await statusOf(await mint())).toBe(200);
    expect(await statusOf(old)).toBe(401);
  });

  it('end a remembered token when another key takes over its kid', async () => {
    const token = await mint();
    const { kid } = issuer;
    expect(await statusOf(token)).toBe(200);
    issuer.remove(kid);
    await issuer.publish((await generateKeyPair('ES256')).publicKey, kid, 'ES256');
    clock.advance(5 * MINUTE);
    expect(await statusOf(token)).toBe(401);
  });

  it('keep a remembered token when another key has joined or left', async () => {
    const token = await mint();
    expect(await statusOf(token)).toBe(200);
    await issuer.publish((await generateKeyPair('ES256')).publicKey, 'another', 'ES256');
    clock.advance(5 * MINUTE);
    expect(await statusOf(token)).toBe(200);
    issuer.remove('another');
    clock.advance(5 * MINUTE);
    expect(await statusOf(token)).toBe(200);
  });

  it('forget a token when it expires', async () => {
    const token = await issuer.mint(server.resource.resource, { claims: { exp: clock.seconds() + 60 } });
    expect(await statusOf(token)).toBe(200);
    clock.advance(64 * SECOND);
    expect(await statusOf(token)).toBe(200);
    clock.advance(1 * SECOND);
    expect(await statusOf(token)).toBe(401);
  });
});

describe('a version of a key set', () => {
  it('is the same for the same keys in another order, so that remembered tokens stay remembered', async () => {
    const other = { ...issuer.keys[0]!, kid: 'other' };
    const answers = [[issuer.keys[0]!, other], [other, issuer.keys[0]!], [other]];
    const load = () => Promise.resolve({ keys: answers.shift() });
    const keySet = followKeySet(load, { maxAge: 1, maxStaleAge: 2, coolDown: 1, now: clock.now }, () => {});
    const first = await keySet.read();
    clock.advance(1);
    expect(await keySet.read()).toBe(first);
    clock.advance(1);
    expect(await keySet.read()).not.toBe(first);
  });
});

describe('several authorization servers', () => {
  it('are each believed with their own keys alone', async () => {
    const second = await startTestIssuer(clock);
    const both = await startGuardedServer('node', {
      authorizationServers: [issuer.issuer, second.issuer],
      now: clock.now,
    });
    const audience = both.resource.resource;
    const mixedUp = { claims: { iss: issuer.issuer } };
    const statuses = [];
    for (const token of [
      await issuer.mint(audience),
      await second.mint(audience),
      await second.mint(audience, mixedUp),
    ]) {
      statuses.push((await both.call(token)).status);
    }
    expect(statuses).toEqual([200, 200, 401]);
    await Promise.all([both.close(), second.goAway()]);
  });
});
