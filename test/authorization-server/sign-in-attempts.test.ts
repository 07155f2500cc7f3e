/** How many guesses at a password are heard: few for each account, wherever they come from, and without a whole office waiting for one of it (OAuth 2.1 §2.4.1). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSealer } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import {
  signInAttempts,
  type SignInAttempts,
} from '../../packages/authorization-server/src/accounts/sign-in-attempts.ts';
import { collections } from '../../packages/authorization-server/src/store/collections.ts';

const office = '203.0.113.9';
const hour = 3_600_000;

let clock: number;
let attempts: SignInAttempts;

beforeEach(async () => {
  clock = 1_800_000_000_000;
  const now = () => clock;
  const store = await memoryEngine({ now }).open(collections);
  attempts = signInAttempts({ store, sealer: createSealer('x'.repeat(32)), now });
});

const numbers = (most: number) => Array.from({ length: most }, (_, index) => index);

/** Seconds that a wrong guess has to wait. */
const guess = async (login: string, address = office) => (await attempts.begin(login, address)).seconds;

async function signIn(login: string, address = office): Promise<number> {
  const attempt = await attempts.begin(login, address);
  if (attempt.seconds === 0) await attempt.succeeded();
  return attempt.seconds;
}

describe('an office behind one address', () => {
  it('OAUTH21-20: sixty people mistype, sign in, and nobody waits', async () => {
    for (const index of numbers(60)) {
      expect(await guess(`person-${index}`)).toBe(0);
      expect(await signIn(`person-${index}`)).toBe(0);
    }
  });

  it('sixty who sign in at once wait for nobody, and leave no count behind', async () => {
    const waits = await Promise.all(numbers(60).map((index) => signIn(`person-${index}`)));
    expect(waits).toEqual(numbers(60).map(() => 0));
    const left: number[] = [];
    for (const index of numbers(101)) left.push(await guess(`other-${index}`));
    expect(left).toEqual([...numbers(100).map(() => 0), 1]);
  });

  it('one who asks again and again for an account that must wait takes nothing from the others', async () => {
    for (const _ of numbers(300)) await guess('locked@example.com');
    for (const index of numbers(95)) expect(await guess(`person-${index}`)).toBe(0);
  });

  it('a password that the server was too busy to look at takes nothing from the others', async () => {
    for (const index of numbers(200)) {
      const attempt = await attempts.begin(`person-${index}`, office);
      expect(attempt.seconds).toBe(0);
      await attempt.unheard();
    }
  });

  it('a good sign-in among too many bad ones leaves the wait as it was', async () => {
    for (const index of numbers(103)) {
      clock += 1000 * (await guess(`person-${index}`));
      await guess(`person-${index}`);
    }
    for (const _ of numbers(5)) {
      clock += 1000 * (await guess('to-be-told'));
      expect(await signIn('good@example.com')).toBe(0);
      expect(await signIn('good@example.com')).toBe(0);
    }
  });
});

describe('guessing from one network', () => {
  it('OAUTH21-20: is slowed over all names, although each guess comes from another of its addresses', async () => {
    const waits: number[] = [];
    for (const index of numbers(101)) waits.push(await guess(`person-${index}`, `2001:db8:1:2::${index}`));
    expect(waits).toEqual([...numbers(100).map(() => 0), 1]);
    expect(await guess('somebody', '2001:db8:1:3::1')).toBe(0);
  });
});

interface Guesser {
  readonly address: (index: number) => string;
  /** On the same network, before each guess. */
  readonly before?: () => Promise<unknown>;
  /** Knows the waits, and never comes too early: a try that is told to wait is counted nowhere in their favour. */
  readonly isPatient?: true;
}

/** Guesses at one account that are judged in three hours. */
async function heard({ address, before, isPatient }: Guesser): Promise<number> {
  const end = clock + 3 * hour;
  let judged = 0;
  let windowEnds = 0;
  let inWindow = 0;
  while (clock < end) {
    await before?.();
    if (clock >= windowEnds) [windowEnds, inWindow] = [clock + hour, 0];
    const wait = await guess('victim@example.com', address(judged));
    if (wait === 0) [judged, inWindow] = [judged + 1, inWindow + 1];
    const own = isPatient && inWindow >= 5 ? Math.min(300, 2 ** (inWindow - 5)) : 0;
    clock = Math.min(clock + 1000 * Math.max(wait, own), Math.max(windowEnds, clock + 1000 * wait));
  }
  return judged;
}

describe('guessing at one account', () => {
  const fromOffice = () => office;
  const ways: ReadonlyArray<[string, Guesser]> = [
    ['from one address', { address: fromOffice }],
    ['from one address, as early as it may and never earlier', { address: fromOffice, isPatient: true }],
    ['from another address each time', { address: (index) => `198.51.100.${index}` }],
    [
      'with a good sign-in of one’s own before each',
      { address: fromOffice, isPatient: true, before: () => signIn('own@example.com') },
    ],
    [
      'while the server is too busy to look at others',
      {
        address: fromOffice,
        isPatient: true,
        before: () => attempts.begin('own@example.com', office).then(({ unheard }) => unheard()),
      },
    ],
  ];
  it.each(ways)('OAUTH21-20: %s, is heard 72 times in three hours at most', async (_, guesser) => {
    expect(await heard(guesser)).toBeLessThanOrEqual(72);
  });

  it('OAUTH21-20: a hundred at once, from as many addresses, are heard five times', async () => {
    const waits = await Promise.all(numbers(100).map((index) => guess('victim@example.com', `198.51.100.${index}`)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  });
});
