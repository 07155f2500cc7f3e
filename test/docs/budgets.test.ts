/** The table of limits: every budget with its size, as the code has it. */
import { expect, it } from '@jest/globals';
import { budgets, reserve } from '../../packages/authorization-server/src/limits/budgets.ts';
import { pages } from './documents.ts';

const page = pages.find(({ path }) => path === 'docs/security.md')?.text ?? '';
const [, section = ''] = page.split('\n## Limits\n');

it('docs/security.md says how large each budget is', () => {
  const rows = [...section.matchAll(/^\|.*\| (?<most>[\d,]+) +\| (?<perMinute>[\d,]+) +\|$/gm)];
  const number = (text = '') => Number(text.replaceAll(',', ''));
  const told = rows.map(({ groups }) => ({ most: number(groups?.['most']), perMinute: number(groups?.['perMinute']) }));
  expect(told).toEqual(Object.values(budgets).flatMap((counted) => Object.values(counted)));
});

it('docs/security.md says what is kept for newcomers', () => {
  const { kept, fewerThan } = reserve;
  expect(section).toContain(
    `The last ${kept.toLocaleString('en')} of the store's new clients are kept for networks that have had fewer than ${fewerThan}`,
  );
});
