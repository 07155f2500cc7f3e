/** Nonces in proofs: asked for, given, the same on every instance, and good for some minutes (RFC 9449 §9). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createNonces } from '../../../packages/resource-server/src/dpop/nonces.ts';
import { dpopOf } from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { provingCaller, type ProvingCaller } from './proving-caller.ts';

const nonceSecret = 'a secret for nonces that is long enough';

describe('where nonces are wanted', () => {
  let caller: ProvingCaller;
  let token: string;
  beforeAll(async () => {
    caller = await provingCaller('node', { dpop: { nonceSecret } });
    token = await caller.mint({ claims: { exp: caller.clock.seconds() + 100_000 } });
  });
  afterAll(() => caller.close());

  const asked = async (nonce?: unknown) => {
    const answer = await caller.call(token, await caller.prove(token, { claims: { nonce } }));
    expect([answer.status, dpopOf(answer)['error'], answer.headers['cache-control']]).toEqual([
      401,
      'use_dpop_nonce',
      'no-store',
    ]);
    return answer.headers['dpop-nonce'] ?? '';
  };

  it('RFC9449-12: a proof without one is told which, and the next one is taken', async () => {
    const nonce = await asked();
    expect(nonce).toMatch(/^[\w-]{24}$/);
    expect((await caller.call(token, await caller.prove(token, { nonce }))).status).toBe(200);
    expect(caller.decisions.map(({ reason }) => reason)).toEqual(['stale_nonce', undefined]);
  });

  it.each([['made up'], [''], [7], [null], [['x']]])('RFC9449-12: a proof with %j is told which', async (nonce) => {
    expect(await asked(nonce)).toMatch(/^[\w-]{24}$/);
  });

  it('RFC9449-3: the clock of a caller does not matter any more', async () => {
    const nonce = await asked();
    const proof = await caller.prove(token, { nonce, claims: { iat: 1 } });
    expect((await caller.call(token, proof)).status).toBe(200);
    expect((await caller.call(token, proof)).status).toBe(401);
  });

  it('RFC9449-4: a proof is good once for as long as its nonce is good, and the nonce for six minutes at most', async () => {
    const nonce = await asked();
    const proof = await caller.prove(token, { nonce });
    expect((await caller.call(token, proof)).status).toBe(200);
    for (let waited = 0; waited < 360; waited += 30) {
      expect((await caller.call(token, proof)).status).toBe(401);
      caller.clock.advance(30_000);
    }
    await asked(nonce);
  });
});

describe('a nonce', () => {
  const resource = 'https://orders.example.com/mcp';
  const clock = createTestClock();
  const of = (secret: string, at = resource, now = clock.now) => createNonces(secret, { resource: at, now });

  it('is one of every instance with the same secret, also when their clocks differ by a minute', async () => {
    for (const skew of [-60_000, 0, 60_000]) {
      const nonce = await of(nonceSecret, resource, () => clock.now() + skew).present();
      expect(await of(nonceSecret).endOf(nonce)).toBeGreaterThan(clock.now());
    }
  });

  it.each([
    ['with another secret', () => of(`${nonceSecret}.`)],
    ['for another resource', () => of(nonceSecret, `${resource}/other`)],
    ['in an hour', () => of(nonceSecret, resource, () => clock.now() + 3_600_000)],
  ])('is none %s', async (_title, nonces) => {
    expect(await nonces().endOf(await of(nonceSecret).present())).toBeUndefined();
  });
});
