/** The guard where there are web standards alone: nothing of Node is imported, and none of its globals is there. */
import { expect, it } from '@jest/globals';
import { launch } from '../../support/program.ts';

it('RS-6: judges calls where the platform has no node: module, no process and no Buffer', async () => {
  const { out, err } = await launch('test/resource-server/platform/web-standards-process.ts').ended;
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({
    asked: [],
    statuses: {
      none: 401,
      good: 200,
      again: 200,
      forged: 401,
      foreign: 401,
      key: 200,
      otherKey: 401,
      honoNone: 401,
      honoGood: 200,
      metadata: 200,
      unchanged: 304,
    },
  });
});
