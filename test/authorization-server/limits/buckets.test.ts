/** Budgets in memory: spent one by one, back at a steady rate, and never given back to a flood by filling the memory. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  buckets,
  type Budget,
  type Buckets,
  type Spending,
} from '../../../packages/authorization-server/src/limits/buckets.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

const minute = 60_000;
const budget: Budget = { most: 10, perMinute: 6 };
const of = (key: string, left = 0): Spending => ({ key, budget, left });

let clock: TestClock;
let purse: Buckets;
beforeEach(() => {
  clock = createTestClock();
  purse = buckets({ now: clock.now });
});

/** How many may be spent at this moment. */
function spendAll(spending: Spending): number {
  let count = 0;
  for (; purse.wait([spending]) === 0; count += 1) purse.spend([spending]);
  return count;
}

describe('a budget', () => {
  it('is spent at once and comes back one by one', () => {
    expect(spendAll(of('a'))).toBe(10);
    expect(purse.wait([of('a')])).toBe(10_000);
    clock.advance(9999);
    expect(spendAll(of('a'))).toBe(0);
    clock.advance(1);
    expect(spendAll(of('a'))).toBe(1);
    clock.advance(minute);
    expect(spendAll(of('a'))).toBe(6);
    clock.advance(60 * minute);
    expect(spendAll(of('a'))).toBe(10);
  });

  it('is one for each key', () => {
    spendAll(of('a'));
    expect(spendAll(of('b'))).toBe(10);
  });

  it('keeps what is left for others', () => {
    expect(spendAll(of('a', 4))).toBe(6);
    expect(purse.spent(of('a'))).toBe(6);
    expect(spendAll(of('a'))).toBe(4);
  });

  it('takes back what was spent for nothing, and no more than that', () => {
    spendAll(of('a'));
    purse.giveBack([of('a')]);
    expect(spendAll(of('a'))).toBe(1);
    for (let index = 0; index < 30; index += 1) purse.giveBack([of('a')]);
    expect(spendAll(of('a'))).toBe(10);
  });

  it('owes no more than the whole of it', () => {
    for (let index = 0; index < 1000; index += 1) purse.spend([of('a')]);
    clock.advance(10_000);
    expect(spendAll(of('a'))).toBe(1);
  });
});

describe('several budgets of one request', () => {
  it('are all asked, and the longest wait counts', () => {
    spendAll(of('a'));
    const slower: Spending = { key: 'b', budget: { most: 1, perMinute: 1 } };
    purse.spend([slower]);
    expect(purse.wait([of('a'), slower, of('c')])).toBe(minute);
  });
});

describe('a clock', () => {
  it.each([-1, -60 * minute, -365 * 24 * 60 * minute])(
    'that is put back by %d ms neither gives a budget back nor holds it',
    (by) => {
      spendAll(of('a'));
      clock.advance(by);
      expect(spendAll(of('a'))).toBe(0);
      expect(spendAll(of('b'))).toBe(10);
      clock.advance(10_000);
      expect(spendAll(of('a'))).toBe(1);
    },
  );
});

describe('a memory that is full', () => {
  beforeEach(() => {
    purse = buckets({ now: clock.now, most: 100 });
  });

  it('forgets no count of who spends, however many keys come', () => {
    spendAll(of('spent'));
    for (let index = 0; index < 10_000; index += 1) purse.spend([of(`flood ${index}`)]);
    expect(spendAll(of('spent'))).toBe(0);
  });

  it('gives whoever comes new one budget together', () => {
    for (let index = 0; index < 100; index += 1) purse.spend([of(`flood ${index}`)]);
    expect(spendAll(of('new'))).toBe(10);
    expect(spendAll(of('another'))).toBe(0);
    expect(spendAll(of('flood 7'))).toBe(9);
  });

  it('has room again as soon as budgets are whole', () => {
    for (let index = 0; index < 10_000; index += 1) purse.spend([of(`flood ${index}`)]);
    clock.advance(2 * minute);
    // Each spending looks at two of those who came first.
    for (let index = 0; index < 60; index += 1) purse.spend([of(`person ${index}`)]);
    expect(spendAll(of('new'))).toBe(10);
    expect(spendAll(of('another'))).toBe(10);
  });
});
