/** The judgement of the suite's results: no surprise passes, and the list of expected failures can't outlive its reasons. */
import { describe, expect, it } from '@jest/globals';
import { serverRuns } from './server-runs.ts';
import { type Check, judge, neverRun } from './verdict.ts';

const good: Check = { id: 'good', status: 'SUCCESS' };
const bad: Check = { id: 'bad', status: 'FAILURE', errorMessage: 'went wrong' };
const doubtful: Check = { id: 'doubtful', status: 'WARNING', errorMessage: 'should be better' };
const noted: Check = { id: 'noted', status: 'INFO' };
const skipped: Check = { id: 'skipped', status: 'SKIPPED' };

describe('a scenario', () => {
  it.each([
    ['passes when checks are good and none is bad', [good, noted, skipped], {}, 'passed', 'scenario (1)'],
    ['fails by one bad check', [good, bad], {}, 'failed', 'bad: went wrong'],
    ['fails by a warning', [good, doubtful], {}, 'failed', 'doubtful: should be better'],
    ['fails when nothing was found good', [noted, skipped], {}, 'failed', 'nothing was found good'],
    ['fails when it crashed before its first check', [], {}, 'failed', 'nothing was found good'],
    ['may fail as a whole for a reason', [good, bad], { scenario: 'because' }, 'expected', 'because'],
    ['may be skipped for a reason', [skipped], { scenario: 'because' }, 'expected', 'because'],
    ['may fail in one check for a reason', [good, bad], { 'scenario:bad': 'because' }, 'expected', 'because'],
    ['fails by a bad check beside the expected one', [bad, doubtful], { 'scenario:bad': 'x' }, 'failed', 'doubtful: '],
    [
      'fails when it was expected to fail and passed',
      [good],
      { scenario: 'x' },
      'failed',
      'expected to fail and did not',
    ],
    ['fails when a check was expected to fail and passed', [good], { 'scenario:good': 'x' }, 'failed', 'did not'],
    ['is not excused by another one’s reason', [good, bad], { 'scenario-2': 'x' }, 'failed', 'bad: went wrong'],
  ] as const)('%s', (_title, checks, expected, kind, words) => {
    const verdict = judge({ scenario: 'scenario', checks }, expected);
    expect(verdict.kind).toBe(kind);
    expect(verdict.line).toContain(words);
  });
});

it('an expected failure of a scenario that did not run is found', () => {
  const outcomes = [{ scenario: 'scenario', checks: [good] }];
  expect(neverRun(outcomes, { 'scenario:bad': 'x', 'gone:bad': 'x', away: 'x' })).toEqual(['gone:bad', 'away']);
});

it('every expected failure has a reason', () => {
  const reasons = serverRuns.flatMap(({ expected }) => Object.values(expected));
  expect(reasons.filter((reason) => reason.trim().length < 10)).toEqual([]);
});
