/** Every pain of docs/pains.md has its test, which exists, or the room that will keep it away. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../support/source-files.ts';
import { exists, pages } from './documents.ts';

const page = pages.find(({ path }) => path === 'docs/pains.md')?.text ?? '';
const rows = [...page.matchAll(/^\| (?<number>\d+)\s+\| (?<pain>[^|]+?)\s+\|.*$/gmu)].map(({ 0: row, groups }) => ({
  number: Number(groups?.['number']),
  pain: groups?.['pain'] ?? '',
  tests: [...row.matchAll(/`(?<file>test\/[^`]+)`: “(?<title>[^”]+)”/gu)].map((match) => ({ ...match.groups })),
}));

describe('docs/pains.md', () => {
  it('has the 25 of them', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it.each(rows)('names tests that there are: $pain', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(({ file = '', title = '' }) => !exists(file) || !textOf(file).includes(title));
    expect(missing).toEqual([]);
  });
});

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
