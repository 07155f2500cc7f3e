/** What holds of a refresh family whatever happens at once, in whatever order, at two servers whose clocks disagree (RFC 9700 §4.14.2, OAuth 2.1 §4.3.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { storePlaces } from '../../support/every-store.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { describeWhere } from '../../support/run-where.ts';
import { schedulers, type WriteFault } from '../../support/scheduled-engine.ts';
import { beginFamily, liveThrough, type Act, type Burst, type Clocks } from './family-history.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

const back = fc.constantFrom(0, 0, 1, 1, 2, 3);
const isLost = fc.boolean();

const showing: fc.Arbitrary<Act> = fc.record({
  what: fc.constant('show'),
  back,
  times: fc.integer({ min: 1, max: 4 }),
  isLost,
});

const ending: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom('show to another', 'revoke', 'end'),
  back,
  times: fc.constant(1),
  isLost,
});

const fault: fc.Arbitrary<WriteFault> = fc.record({
  write: fc.integer({ min: 1, max: 4 }),
  when: fc.constantFrom('before', 'after'),
});

const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const lonely: fc.Arbitrary<readonly Act[]> = fc
  .record({
    what: fc.constant('show'),
    back: fc.constant(0),
    times: fc.constant(1),
    isLost,
  })
  .map((act) => [act]);

const crowd: fc.Arbitrary<readonly Act[]> = fc
  .tuple(fc.array(showing, { minLength: 1, maxLength: 3 }), rarely(ending))
  .map(([shown, ended]) => [...shown, ...(ended ? [ended] : [])]);

const bursts: fc.Arbitrary<Burst> = fc.record({
  acts: fc.oneof(lonely, crowd),
  fault: rarely(fault),
  pause: fc.constantFrom(0, 1, 1, 40, 100),
});

const skew = 3;

/** How many bursts of each kind were lived through. */
const seen = new Map<string, number>();

function describeFamily(clocks: Clocks, start: () => Promise<TwoServers>, runs: number) {
  let servers: TwoServers;
  beforeAll(async () => {
    servers = await start();
  });
  afterAll(() => servers.close());

  it('HOST-14, RFC9700-9: never has two live tokens, serves whoever is honest, ends for whoever is not, and never comes back', async () => {
    const life = fc.array(bursts, { minLength: 1, maxLength: 8 });
    const property = fc.asyncProperty(schedulers, life, async (scheduler, lives) => {
      const family = await beginFamily(servers, clocks);
      for (const burst of lives) {
        const kind = await liveThrough(family, burst, scheduler);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    });
    await fc.assert(property, { numRuns: propertyRuns(runs) });
    expect(seen.size).toBeGreaterThan(0);
  }, 600_000);
}

for (const { name, missing, make } of storePlaces) {
  describeWhere(missing === undefined, missing ?? '')(`a family on ${name}, at servers whose clocks are apart`, () => {
    describeFamily({ grace: 90, skew }, () => startTwoServers({ grace: 90, skew, make }), 30);
  });
}

describe('a family under a window of 0, at servers whose clocks are apart', () => {
  describeFamily({ grace: 0, skew }, () => startTwoServers({ grace: 0, skew }), 40);
});

it('among all of them were honest, stolen and ended families, with failures and without', () => {
  const kinds = ['honest', 'honest, with a failure', 'stolen', 'ended', 'over'];
  expect([...seen.keys()]).toEqual(expect.arrayContaining(kinds));
});
