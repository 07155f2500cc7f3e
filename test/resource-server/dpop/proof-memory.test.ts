/** The memory of proofs under a flood: bounded, and never by forgetting a proof that is still good (RFC 9449 §11.1). */
import { describe, expect, it } from '@jest/globals';
import { createProofMemory } from '../../../packages/resource-server/src/dpop/proof-memory.ts';
import { createTestClock } from '../../support/test-clock.ts';

const clock = createTestClock();
const end = (seconds = 300) => clock.now() + seconds * 1000;
const unavailable = expect.objectContaining({ code: 'temporarily_unavailable' });

describe('the memory of proofs', () => {
  it('RFC9449-4: knows each for as long as it is good, whenever that ends', () => {
    const remember = createProofMemory(clock.now);
    const proofs = [1, 30, 61, 300, 599].map((seconds) => ({
      id: `${seconds}`,
      key: 'a',
      holder: 'a',
      expiresAt: end(seconds),
    }));
    for (const proof of proofs) expect(remember(proof)).toBe(true);
    for (let waited = 0; waited < 599; waited += 1) {
      for (const proof of proofs.filter(({ expiresAt }) => expiresAt >= clock.now())) {
        expect(remember(proof)).toBe(false);
      }
      clock.advance(1000);
    }
  });

  it('takes so many of one holder, refuses the next, and goes on for the others', () => {
    const remember = createProofMemory(clock.now, { all: 100, share: 0.03 });
    const flood = (id: string, holder: string) => remember({ id, key: id, holder, expiresAt: end() });
    for (const id of ['1', '2', '3']) expect(flood(id, 'a')).toBe(true);
    expect(() => flood('4', 'a')).toThrow(unavailable);
    expect(flood('1', 'a')).toBe(false);
    expect(flood('5', 'b')).toBe(true);
  });

  it.each([1, 20, 50])(
    'keeps room for the others when %d callers fill it with as many keys as they like',
    (callers) => {
      const remember = createProofMemory(clock.now);
      const fill = (holder: string, most: number) => {
        try {
          for (let number = 0; number < most; number += 1) {
            void remember({ id: `${holder} ${number}`, key: `${holder} ${number}`, holder, expiresAt: end() });
          }
          return most;
        } catch {
          return 0;
        }
      };
      for (let caller = 0; caller < callers; caller += 1) fill(`${caller}`, 200_000);
      expect(fill('honest', 100)).toBe(100);
    },
  );

  it('takes so many of all, refuses the next, and forgets none that is still good', () => {
    const remember = createProofMemory(clock.now, { all: 10, share: 1 });
    const proof = (id: number) => ({ id: `${id}`, key: `${id}`, holder: `${id}`, expiresAt: end() });
    const first = Array.from({ length: 10 }, (_none, id) => proof(id));
    for (const each of first) expect(remember(each)).toBe(true);
    for (let id = 10; id < 1000; id += 1) expect(() => remember(proof(id))).toThrow(unavailable);
    for (const each of first) expect(remember(each)).toBe(false);
    clock.advance(361_000);
    expect(remember(proof(1000))).toBe(true);
  });

  it('spreads nobody over dates to get more', () => {
    const remember = createProofMemory(clock.now, { all: 100, share: 0.05 });
    const dated = (id: number) => remember({ id: `${id}`, key: 'a', holder: 'a', expiresAt: end(id * 100) });
    for (const id of [1, 2, 3, 4, 5]) expect(dated(id)).toBe(true);
    expect(() => dated(6)).toThrow(unavailable);
  });
});
