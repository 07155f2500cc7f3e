/** The engine's own grant handlers stay what they are: whatever a token request says, this server answers as the engine by itself, wherever nothing else is asked of it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';
import type { AskedDifferences } from './asked-difference.ts';
import { askedDifferences } from './asked-differences.ts';
import { unaskedDifferences } from './unasked-differences.ts';
import { startBothServers, type BothServers } from './both-servers.ts';
import { situations, type Situation } from './token-request.ts';

describe.each([0, 90])('with a grace window of %d s', (window) => {
  const asked = askedDifferences.filter(({ needsGrace }) => window > 0 || !needsGrace);
  let both: BothServers;
  beforeAll(async () => {
    both = await startBothServers(window);
  });
  afterAll(() => both.close());

  const differencesIn = async (situation: Situation, allowed: AskedDifferences) => {
    const steps = await both.play(situation, allowed);
    return steps.flatMap(({ step, ...answers }) =>
      unaskedDifferences(allowed, answers).map((difference) => `${step}: ${difference}`),
    );
  };

  it('a token request, the same again, and an honest one after them are answered as by the engine alone', async () => {
    const property = fc.asyncProperty(situations, async (situation) => {
      expect(await differencesIn(situation, asked)).toEqual([]);
    });
    await fc.assert(property, { numRuns: propertyRuns(100) });
  }, 600_000);

  const own = asked.filter(({ needsGrace = false }) => needsGrace === window > 0);
  // Without its reason each is found, so that the comparison sees what it should.
  it.each(own)('differs on purpose, and is seen to: $reason', async (difference) => {
    expect(await differencesIn(difference.example, asked)).toEqual([]);
    const others = asked.filter((each) => each !== difference);
    expect(await differencesIn(difference.example, others)).not.toEqual([]);
  });
});
