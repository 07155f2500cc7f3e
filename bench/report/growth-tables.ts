/** What growth costs: latency and memory at each size, the sweep, and the one record of a family. */
import type { Growth } from '../growth/growth.ts';
import { megabytes, table } from './table.ts';

export function growthTables(growths: readonly Growth[]): string {
  const tables = [
    table(
      ['store', 'request', 'clients and families', 'p50', 'p99', 'p99 beside the smallest'],
      growths.flatMap(latencyRows),
    ),
    table(['store', 'clients and families', 'heap and buffers', 'resident memory'], growths.flatMap(memoryRows)),
    table(['store', 'expired records', 'swept for', 'p99 of a refresh before', 'meanwhile'], growths.map(sweepRow)),
    table(
      ['store', 'rotations of one family', 'its records'],
      growths.map(({ store, family }) => [store, whole(family.rotations), String(family.records)]),
    ),
  ];
  return tables.filter((each) => each !== '').join('\n\n');
}

const latencyRows = ({ store, latencies }: Growth) =>
  latencies.map(({ load, size, p50, p99, ratio }) => [
    store,
    load,
    whole(size),
    milliseconds(p50),
    milliseconds(p99),
    `${ratio.toFixed(2)} ×`,
  ]);

const memoryRows = ({ store, memories }: Growth) =>
  memories.map(({ size, heap, resident }) => [store, whole(size), megabytes(heap), megabytes(resident)]);

function sweepRow({ store, sweep }: Growth): string[] {
  const { expired, seconds, before, during } = sweep;
  return [store, whole(expired), `${seconds.toFixed(0)} s`, milliseconds(before), milliseconds(during)];
}

const whole = (count: number): string => count.toLocaleString('en');
const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
