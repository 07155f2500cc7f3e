/** Keepers of authorizations: what all promise, and how a lease ends. */
import { describe, expect, it } from '@jest/globals';
import { keptInMemory, type KeptRecord, leasedKeeper, type SharedRecord } from '@granthouse/client';
import { anAuthorization, keeperContract } from '../../support/keeper-contract.ts';
import { createTestClock } from '../../support/test-clock.ts';

function sharedRecord(): SharedRecord & { text: string } {
  let version = 0;
  const record = {
    text: '{}',
    read: () =>
      Promise.resolve({
        version: version === 0 ? undefined : String(version),
        kept: JSON.parse(record.text) as KeptRecord,
      }),
    replace(expected: string | undefined, next: KeptRecord) {
      if (expected !== (version === 0 ? undefined : String(version))) return Promise.resolve(false);
      version += 1;
      record.text = JSON.stringify(next);
      return Promise.resolve(true);
    },
  };
  return record;
}

keeperContract('in memory', () => {
  const keeper = keptInMemory();
  return Promise.resolve([keeper, keeper]);
});

keeperContract('with leases', () => {
  const record = sharedRecord();
  const pause = () => new Promise(setImmediate);
  return Promise.resolve([leasedKeeper(record, { pause }), leasedKeeper(record, { pause })]);
});

it('a record that isn’t there is not made to forget what it doesn’t hold', async () => {
  const record = sharedRecord();
  await leasedKeeper(record).save(undefined);
  expect((await record.read()).version).toBeUndefined();
});

describe('a lease', () => {
  const dies = () => new Promise<never>(() => undefined);

  it('of a process that died ends by itself', async () => {
    const record = sharedRecord();
    const clock = createTestClock();
    const pauses: number[] = [];
    const pause = (duration: number) => {
      pauses.push(duration);
      clock.advance(1000);
      return Promise.resolve();
    };
    const [dead, alive] = [leasedKeeper(record, clock), leasedKeeper(record, { ...clock, pause })];
    await dead.save(anAuthorization);
    await new Promise<void>((started) => {
      void dead.renew(() => {
        started();
        return dies();
      });
    });
    const next = { ...anAuthorization, tokens: { accessToken: 'next' } };
    expect(await alive.renew(() => Promise.resolve(next))).toEqual(next);
    expect(pauses.length).toBe(60);
    expect(record.text).not.toContain('lease');
  });

  it('that ran out and went to another brings nothing any more', async () => {
    const record = sharedRecord();
    const clock = createTestClock();
    const [slow, quick] = [leasedKeeper(record, clock), leasedKeeper(record, clock)];
    await slow.save(anAuthorization);
    const next = { ...anAuthorization, tokens: { accessToken: 'of the quick one' } };
    const renewed = await slow.renew(async () => {
      clock.advance(60_000);
      await quick.renew(() => Promise.resolve(next));
      return { ...anAuthorization, tokens: { accessToken: 'of the slow one' } };
    });
    expect(renewed).toEqual(next);
  });

  it('that is always taken by others is waited for two minutes and no longer', async () => {
    const record = sharedRecord();
    const clock = createTestClock();
    const takenAnew = () => {
      const lease = { holder: 'of another', until: clock.now() + 60_000 };
      record.text = JSON.stringify({ authorization: anAuthorization, lease });
    };
    await record.replace(undefined, { authorization: anAuthorization });
    takenAnew();
    const pause = () => {
      clock.advance(1000);
      takenAnew();
      return Promise.resolve();
    };
    const renewed = leasedKeeper(record, { ...clock, pause }).renew(() => Promise.resolve(anAuthorization));
    await expect(renewed).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('of a process that died holds nobody up for longer where the clock is set back', async () => {
    const record = sharedRecord();
    const clock = createTestClock();
    const [dead, alive] = [leasedKeeper(record, clock), leasedKeeper(record, clock)];
    await dead.save(anAuthorization);
    await new Promise<void>((started) => {
      void dead.renew(() => {
        started();
        return dies();
      });
    });
    clock.advance(-3_600_000);
    const next = { ...anAuthorization, tokens: { accessToken: 'next' } };
    expect(await alive.renew(() => Promise.resolve(next))).toEqual(next);
  });

  it('is no more waited for once the clock is set back', async () => {
    const record = sharedRecord();
    const clock = createTestClock();
    await record.replace(undefined, {
      authorization: anAuthorization,
      lease: { holder: 'of another', until: clock.now() + 60_000 },
    });
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      clock.advance(pauses === 1 ? -3_600_000 : 1000);
      const lease = { holder: 'of another', until: clock.now() + 60_000 };
      record.text = JSON.stringify({ authorization: anAuthorization, lease });
      return Promise.resolve();
    };
    const renewed = leasedKeeper(record, { ...clock, pause }).renew(() => Promise.resolve(anAuthorization));
    await expect(renewed).rejects.toMatchObject({ code: 'timed_out' });
    expect(pauses).toBe(1);
  });
});
