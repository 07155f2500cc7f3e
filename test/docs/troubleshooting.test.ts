/** The page by symptom leads somewhere: to checks that exist, and to pages; links themselves are held for every page. */
import { describe, expect, it } from '@jest/globals';
import { checks } from '@granthouse/client/doctor';
import { pages } from './documents.ts';

const page = pages.find(({ path }) => path === 'docs/troubleshooting.md')?.text ?? '';
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:-+|what you see)/.test(line))
  .map((line) => line.split(/(?<!\\)\|/u).map((cell) => cell.trim()))
  .map(([, symptom = '', , , lead = '']) => ({ symptom, lead }));
const ids = new Set(checks.map(({ id }) => id));

describe('docs/troubleshooting.md', () => {
  it('has every row that it is made of', () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)('leads on from $symptom', ({ lead }) => {
    const named = [...lead.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].map(([, id = '']) => id);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect(named.length + (lead.match(/\]\([a-z-]+\.md/g) ?? []).length).toBeGreaterThan(0);
  });
});
