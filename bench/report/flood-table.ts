/** How long others wait during a flood, as a table. */
import type { Flood } from '../flood/flood.ts';
import { table } from './table.ts';

export function floodTable(floods: readonly Flood[]): string {
  const milliseconds = (value: number) => `${value.toFixed(2)} ms`;
  const rows = floods.map(({ subject, sent, accepted, before, meanwhile, ratio }) => [
    subject,
    `${accepted.toLocaleString('en')} of ${sent.toLocaleString('en')}`,
    milliseconds(before.p50),
    milliseconds(meanwhile.p50),
    `${ratio.p50.toFixed(2)} ×`,
    milliseconds(before.p99),
    milliseconds(meanwhile.p99),
    `${ratio.p99.toFixed(2)} ×`,
  ]);
  return table(
    [
      'server',
      'accepted of the flood',
      'p50 before',
      'meanwhile',
      'beside before',
      'p99 before',
      'meanwhile',
      'beside before',
    ],
    rows,
  );
}
