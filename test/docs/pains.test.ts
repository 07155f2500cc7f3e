/** Every pain of docs/pains.md and every complaint of docs/openapi.md has its test, which exists, or the room that will keep it away. */
import { describe, expect, it } from '@jest/globals';
import { pages } from './documents.ts';
import { isThere, testsNamedIn } from './named-tests.ts';

const textOf = (page: string) => pages.find(({ path }) => path === page)?.text ?? '';

const pains = [...textOf('docs/pains.md').matchAll(/^\| (?<number>\d+)\s+\| (?<pain>[^|]+?)\s+\|.*$/gmu)].map(
  ({ 0: row, groups }) => ({
    number: Number(groups?.['number']),
    pain: groups?.['pain'] ?? '',
    tests: testsNamedIn(row),
  }),
);

describe('docs/pains.md', () => {
  it('has the 25 of them', () => {
    expect(pains.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it.each(pains)('names tests that there are: $pain', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((test) => !isThere(test))).toEqual([]);
  });
});

const [, after = ''] = textOf('docs/openapi.md').split('\n## What users of other generators complained about\n');
const complaints = [...after.matchAll(/^\| (?<topic>[^|]+?)\s+\| \[.*$/gmu)].map(({ 0: row, groups }) => ({
  topic: groups?.['topic'] ?? '',
  threads: [...row.matchAll(/\]\(https:\/\/github\.com\//gu)].length,
  tests: testsNamedIn(row),
}));

describe('docs/openapi.md', () => {
  it('has the complaints of all 29 threads', () => {
    expect(complaints).toHaveLength(15);
    expect(complaints.reduce((sum, { threads }) => sum + threads, 0)).toBe(29);
  });

  it.each(complaints)('names tests that there are: $topic', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((test) => !isThere(test))).toEqual([]);
  });
});
