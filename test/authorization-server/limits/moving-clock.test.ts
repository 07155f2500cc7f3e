/** A clock that goes on while it is looked at, as every real one does. */
import { expect, it } from '@jest/globals';
import { limitsOf } from '../../../packages/authorization-server/src/limits/limits.ts';
import type { TooManyRequests } from '../../../packages/authorization-server/src/limits/too-many-requests.ts';

it('RFC7591-9: nobody is told to come again at once', () => {
  let time = 1_800_000_000_000;
  const limits = limitsOf({
    now: () => (time += 1),
    limits: { enabled: true, times: 0.01, sharedNetworks: [] },
    audit: () => {},
  });
  const waits: number[] = [];
  for (let index = 0; index < 5000; index += 1) {
    try {
      limits.registration('203.0.113.66');
    } catch (error) {
      waits.push((error as TooManyRequests).retryAfter);
    }
  }
  expect(waits.length).toBeGreaterThan(0);
  expect(Math.min(...waits)).toBe(1);
});
