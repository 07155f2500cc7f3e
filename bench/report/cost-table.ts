/** What each server of a section spent, and how it stands beside the one that it is held against. */
import type { Comparison, Results } from '../results.ts';
import { sections, type Contestant, type SectionName } from '../sections.ts';
import { table } from './table.ts';

export function costTable(section: SectionName, results: Results): string {
  const contestants: readonly Contestant[] = sections[section].contestants;
  const loads = [...new Set(contestants.flatMap((contestant) => contestant.loads))];
  const rows = loads.flatMap((load) =>
    contestants.flatMap(({ subject, beside }) => {
      const cost = results.cost({ load, subject });
      if (cost === undefined) return [];
      const comparison = beside && results.compare({ load, subject, beside });
      return [[load, subject, `${cost.toFixed(0)} µs`, comparison ? words(comparison, beside) : '']];
    }),
  );
  return table(['request', 'server', 'CPU per request', 'beside'], rows);
}

function words({ ratio, difference }: Comparison, beside: string): string {
  const sign = difference < 0 ? '−' : '+';
  return `${ratio.toFixed(2)} × ${beside} (${sign}${Math.abs(difference).toFixed(0)} µs)`;
}
