/** How long lists of tools wait for a server that was silent: once in full, then briefly, and in full again later. */
import { describe, expect, it } from '@jest/globals';
import { patience } from '../../../../packages/client/src/connections/agent/patience.ts';

function waiting() {
  const clock = { now: 1_000_000 };
  return { clock, ...patience(8000, () => clock.now) };
}

describe('a list of tools', () => {
  it('waits in full for a server that was in time, and briefly for one that was late', () => {
    const { of, learn } = waiting();
    learn('late', false);
    learn('good', true);
    expect([of('late'), of('good'), of('new')]).toEqual([1000, 8000, 8000]);
  });

  it('waits in full again a minute later, however often the server was late meanwhile, and once it was in time', () => {
    const { clock, of, learn } = waiting();
    learn('late', false);
    clock.now += 59_000;
    learn('late', false);
    clock.now += 1000;
    expect(of('late')).toBe(8000);
    learn('late', false);
    expect(of('late')).toBe(1000);
    learn('late', true);
    expect(of('late')).toBe(8000);
  });

  it('waits in full again where the clock was set back', () => {
    const { clock, of, learn } = waiting();
    learn('late', false);
    clock.now -= 900_000;
    expect(of('late')).toBe(8000);
    learn('late', false);
    expect(of('late')).toBe(1000);
  });
});
