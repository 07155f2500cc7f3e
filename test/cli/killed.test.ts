/** `granthouse serve` killed under load by SIGKILL: what was acknowledged is there when it comes back. */
import { expect, it } from '@jest/globals';
import { killAgainAndAgain } from '../support/crash/kills.ts';
import { describeWhere } from '../support/run-where.ts';

describeWhere(process.platform !== 'win32', 'Windows has no signals')('granthouse serve, killed under load', () => {
  it('loses no client, consent, token or revocation that it acknowledged, and leaves none half there', async () => {
    const { lost, acknowledged } = await killAgainAndAgain({ kills: 5, apps: 6 });
    expect(lost).toEqual([]);
    expect(Object.values(acknowledged).every((count) => count > 0)).toBe(true);
  });
});
