/** How many requests a second each server answered, and how it stands beside the one that it is held against. */
import { durableContestants, durableLoads } from '../durable.ts';
import type { Results } from '../results.ts';
import { table } from './table.ts';

export function rateTable(rates: Results): string {
  const rows = durableLoads.flatMap((load) =>
    durableContestants.flatMap((contestant) => {
      const { subject } = contestant;
      const rate = rates.cost({ load, subject });
      if (rate === undefined) return [];
      const beside = 'beside' in contestant ? contestant.beside : undefined;
      const ratio = beside && rates.compare({ load, subject, beside })?.ratio;
      return [[load, subject, rate.toFixed(0), ratio === undefined ? '' : `${ratio.toFixed(2)} × ${beside}`]];
    }),
  );
  return table(['request', 'server', 'requests per second', 'beside'], rows);
}
