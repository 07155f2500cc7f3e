/** What holds of a code however many redeem it at once, in whatever order, at two servers (OAuth 2.1 §4.1.3, RFC 9700 §4.5). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hashedId } from '../../packages/authorization-server/src/store/vault.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { schedulers } from '../support/scheduled-engine.ts';
import { other, startTwoServers, type Answered, type TwoServers } from './refresh-families/two-servers.ts';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers({ grace: 90, skew: 3 });
});

afterAll(() => servers.close());

const wrong = { code_verifier: 'w'.repeat(43) };

/** How many of each come at once. */
const crowds = fc.record({
  right: fc.integer({ min: 1, max: 4 }),
  wrong: fc.nat({ max: 3 }),
  others: fc.nat({ max: 2 }),
  isEnded: fc.boolean(),
});

const times = <Value>(count: number, make: () => Value) => Array.from({ length: count }, make);

it('OAUTH21-14, OAUTH21-15: one redemption wins, a second right one ends what it got, wrong ones end nothing', async () => {
  const property = fc.asyncProperty(schedulers, crowds, async (scheduler, crowd) => {
    const { code, grantId } = await servers.authorize();
    const requests = () =>
      Promise.all([
        ...times(crowd.right, () => servers.redeem(code)),
        ...times(crowd.wrong, () => servers.redeem(code, wrong)),
        ...times(crowd.others, () => servers.redeem(code, other)),
        ...(crowd.isEnded ? [servers.end().then(() => ({ status: 400 }))] : []),
      ]);
    const answers: readonly Answered[] = await servers.engine.during(scheduler, requests);
    const won = answers.filter(({ status }) => status === 200);
    const isAlone = crowd.right === 1 && !crowd.isEnded;
    expect(answers.filter(({ status }) => status !== 200 && status !== 400)).toEqual([]);
    expect(won.length).toBeLessThanOrEqual(1);
    expect(won.length).toBeGreaterThanOrEqual(isAlone ? 1 : 0);
    for (const { refresh_token = '', access_token = '' } of won) {
      expect(await servers.isActive(refresh_token)).toBe(isAlone);
      expect(await servers.isActive(access_token)).toBe(isAlone);
      expect(await servers.refresh(refresh_token)).toMatchObject({ status: isAlone ? 200 : 400 });
    }
    expect(await servers.redeem(code)).toMatchObject({ status: 400 });
    expect(await servers.store.get('grant', hashedId(grantId))).toBeUndefined();
    const told = servers.events.map(({ name }) => name);
    expect(crowd.isEnded || told.includes('authorization_code.replayed')).toBe(true);
  });
  await fc.assert(property, { numRuns: propertyRuns(40) });
}, 600_000);

it('OAUTH21-14, OAUTH21-15: the same where a write fails and its process is gone: who tries again wins once, or ends it all', async () => {
  const faults = fc.record({ write: fc.integer({ min: 1, max: 5 }), when: fc.constantFrom('before', 'after') });
  const property = fc.asyncProperty(
    schedulers,
    fc.integer({ min: 1, max: 3 }),
    faults,
    async (scheduler, size, fault) => {
      const { code, grantId } = await servers.authorize();
      const requests = () => Promise.all(times(size, () => servers.redeem(code)));
      const answers = await servers.engine.during(scheduler, requests, fault);
      answers.push(await servers.redeem(code), await servers.redeem(code));
      const won = answers.filter(({ status }) => status === 200);
      expect(answers.filter(({ status }) => ![200, 400, 503].includes(status))).toEqual([]);
      expect(won.length).toBeLessThanOrEqual(1);
      for (const { refresh_token = '', access_token = '' } of won) {
        expect(await servers.isActive(refresh_token)).toBe(false);
        expect(await servers.isActive(access_token)).toBe(false);
        expect(await servers.refresh(refresh_token)).toMatchObject({ status: 400 });
      }
      expect(await servers.store.get('grant', hashedId(grantId))).toBeUndefined();
    },
  );
  await fc.assert(property, { numRuns: propertyRuns(30) });
}, 600_000);

it('RFC9700-9: two codes of one consent make one family', async () => {
  const property = fc.asyncProperty(schedulers, async (scheduler) => {
    const ids = await servers.authorize();
    const codes = [ids.code, await servers.anotherCode(ids)];
    const answers = await servers.engine.during(scheduler, () =>
      Promise.all(codes.map((code) => servers.redeem(code))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]));
    expect((await servers.store.list('refresh_family')).items).toHaveLength(1);
    const { refresh_token = '' } = answers.find(({ status }) => status === 200) ?? {};
    expect(await servers.refresh(refresh_token)).toMatchObject({ status: 200 });
  });
  await fc.assert(property, { numRuns: propertyRuns(10) });
}, 600_000);

it('RFC7636-4: guesses at once end the code, which is told once, and break nothing', async () => {
  const property = fc.asyncProperty(schedulers, async (scheduler) => {
    const { code } = await servers.authorize();
    const answers = await servers.engine.during(scheduler, () =>
      Promise.all(times(24, () => servers.redeem(code, wrong))),
    );
    expect(new Set(answers.map(({ status, error }) => `${status} ${error}`))).toEqual(new Set(['400 invalid_grant']));
    expect(servers.events.map(({ name }) => name)).toEqual(['authorization_code.guessed']);
    expect(await servers.redeem(code)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });
  await fc.assert(property, { numRuns: propertyRuns(4) });
}, 600_000);
