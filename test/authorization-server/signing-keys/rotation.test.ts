/** A signing key's life, as its verifiers see it: published before it signs, and until the last token it signed has expired (RFC 7517 §5). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { obtainTokens } from '../../support/oauth-client.ts';
import { bound, day, hour, kidOf, minute, second, startRotating, type Rotating } from './rotating.ts';

let here: Rotating;
beforeEach(async () => {
  here = await startRotating(1);
});
afterEach(() => here.close());

const rotate = async () => {
  const keys = await here.instances[0]?.signingKeys.rotate();
  return keys?.find(({ state }) => state === 'next')?.kid ?? '';
};
const status = async (token: string) => (await here.guarded.call(token)).status;

describe('a rotation', () => {
  it('publishes the next key an hour before any token carries it', async () => {
    const [first] = await here.published();
    const next = await rotate();
    expect(await here.published()).toEqual([first, next]);
    expect(kidOf(await here.token())).toBe(first);
    here.clock.advance(hour - second);
    expect(kidOf(await here.token())).toBe(first);
    here.clock.advance(bound);
    expect(kidOf(await here.token())).toBe(next);
    expect(await here.published()).toEqual([first, next]);
  });

  it('changes the bytes of the key set and its ETag, and nothing else that is published', async () => {
    const etag = async (path: string) => (await fetch(`${here.issuer}${path}`)).headers.get('etag') ?? '';
    const before = [await etag('/jwks'), await etag('/.well-known/oauth-authorization-server')];
    await rotate();
    const after = [await etag('/jwks'), await etag('/.well-known/oauth-authorization-server')];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    const headers = { 'if-none-match': before[0] ?? '' };
    expect((await fetch(`${here.issuer}/jwks`, { headers })).status).toBe(200);
  });

  it('shows no private member, of no key', async () => {
    await rotate();
    const { keys } = (await (await fetch(`${here.issuer}/jwks`)).json()) as { keys: object[] };
    for (const key of keys) expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('leaves a token alone that was signed before, at the resource server and at /introspect, until it expires', async () => {
    const token = await here.token();
    await rotate();
    here.clock.advance(hour);
    expect([await status(token), await here.introspect(token)]).toEqual([200, true]);
    here.clock.advance(hour - second);
    expect([await status(token), await here.introspect(token)]).toEqual([200, true]);
    here.clock.advance(10 * second);
    expect([await status(token), await here.introspect(token)]).toEqual([401, false]);
  });

  it('is known to a resource server before it sees the key, so that no call fails and none waits for the key set', async () => {
    const before = await here.token();
    await rotate();
    for (let minutes = 0; minutes < 60; minutes += 4) {
      expect(await status(before)).toBe(200);
      here.clock.advance(4 * minute);
    }
    expect(await status(before)).toBe(200);
    const reads = here.keySetReads();
    const after = await here.token();
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect(await status(after)).toBe(200);
    expect(here.keySetReads()).toBe(reads);
  });

  it('drops the old key when the last token it signed has expired everywhere', async () => {
    const [first] = await here.published();
    const next = await rotate();
    here.clock.advance(hour);
    expect(await here.published()).toEqual([first, next]);
    here.clock.advance(2 * hour + minute);
    expect(await here.published()).toEqual([first, next]);
    here.clock.advance(2 * minute);
    expect(await here.published()).toEqual([next]);
  });

  it('counts for ID tokens too', async () => {
    const next = await rotate();
    here.clock.advance(hour);
    const { tokens, client } = await obtainTokens(here.issuer, { overrides: { scope: 'openid orders:read' } });
    const { id_token: idToken = '' } = tokens as { id_token?: string };
    const rules = { issuer: here.issuer, audience: client.client_id };
    const { protectedHeader } = await jwtVerify(idToken, createRemoteJWKSet(new URL(`${here.issuer}/jwks`)), rules);
    expect(protectedHeader.kid).toBe(next);
  });

  it('is one at a time: asked for again, it says which key waits', async () => {
    const next = await rotate();
    expect(await rotate()).toBe(next);
    expect(await here.published()).toHaveLength(2);
  });

  it('is told as it goes, by the ids alone', async () => {
    const [first = ''] = await here.published();
    const next = await rotate();
    here.clock.advance(hour);
    await here.published();
    expect(here.events.map(({ name, kid, ...rest }) => [name, kid, Object.keys(rest).toSorted()])).toEqual([
      ['signing_key.published', next, ['at', 'level']],
      ['signing_key.activated', next, ['at', 'level']],
      ['signing_key.retired', first, ['at', 'level']],
    ]);
  });
});

describe('the schedule', () => {
  it('publishes the next key an hour before 90 days are over, and signs with it then', async () => {
    const [first] = await here.published();
    here.clock.advance(90 * day - hour - second);
    expect(await here.published()).toEqual([first]);
    here.clock.advance(minute);
    const [, next] = await here.published();
    expect(next).toBeDefined();
    here.clock.advance(hour);
    expect((await here.instances[0]?.signingKeys.list())?.map(({ kid, state }) => [kid, state])).toEqual([
      [first, 'retired'],
      [next, 'current'],
    ]);
  });

  it('loses nothing when no request came for a year', async () => {
    here.clock.advance(365 * day);
    expect(await here.published()).toHaveLength(2);
    here.clock.advance(365 * day);
    expect(await here.published()).toHaveLength(2);
    here.clock.advance(day);
    expect(await here.published()).toHaveLength(1);
  });
});
