/** Grace answers in consecutive generations raise an alarm (RFC 9700 §4.14.2): how they are counted. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';
import { schedulers } from '../../support/scheduled-engine.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers({ grace: 90, skew: 3 });
});

afterAll(() => servers.close());

const connected = async () => (await servers.redeem((await servers.authorize()).code)).refresh_token ?? '';
const next = async (token: string) => (await servers.refresh(token)).refresh_token ?? '';
const alarms = () => servers.events.filter(({ name }) => name === 'refresh_family.grace_repeated');

it('a burst counts once, at however many servers, and each further generation raises the alarm again', async () => {
  const property = fc.asyncProperty(schedulers, fc.integer({ min: 2, max: 6 }), async (scheduler, size) => {
    let token = await connected();
    for (let generation = 0; generation < 5; generation += 1) {
      const shown = token;
      const answers = await servers.engine.during(scheduler, () =>
        Promise.all(Array.from({ length: size }, () => servers.refresh(shown))),
      );
      token = answers[0]?.refresh_token ?? '';
    }
    expect(alarms().map(({ generations }) => generations)).toEqual([3, 4, 5]);
  });
  await fc.assert(property, { numRuns: propertyRuns(8) });
}, 600_000);

it('a token of an earlier generation that comes late neither counts again nor ends the row', async () => {
  const first = await connected();
  const second = await next(first);
  await next(first);
  const third = await next(second);
  await next(second);
  for (const late of [first, first, second]) await next(late);
  expect(alarms()).toEqual([]);
  await next(third);
  await next(third);
  expect(alarms()).toMatchObject([{ generations: 3 }]);
  for (const late of [first, second, third]) await next(late);
  expect(alarms()).toHaveLength(1);
});

it('a generation without a grace answer begins a new row', async () => {
  let token = await connected();
  const repeated = async () => {
    const following = await next(token);
    await next(token);
    token = following;
  };
  await repeated();
  await repeated();
  token = await next(token);
  await repeated();
  await repeated();
  expect(alarms()).toEqual([]);
  await repeated();
  expect(alarms()).toMatchObject([{ generations: 3 }]);
});
