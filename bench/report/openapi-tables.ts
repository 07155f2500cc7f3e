/** Generators of tools beside each other, and a call beside `fetch`, as tables. */
import type { Calling } from '../openapi/calling.ts';
import { isPlanned, type Planning } from '../openapi/planning.ts';
import { table } from './table.ts';

export function planningTable(plannings: readonly Planning[]): string {
  const rows = plannings.map(({ document, generator, found }) => {
    if (!isPlanned(found)) return [document, generator, '', '', `none: ${found.why}`, '', '', ''];
    const { milliseconds, bytes, tools, lost } = found;
    return [
      document,
      generator,
      `${milliseconds.toFixed(0)} ms`,
      `${(bytes / 1e6).toFixed(2)} MB`,
      tools.toLocaleString('en'),
      lost.operations.toLocaleString('en'),
      lost.args.toLocaleString('en'),
      lost.schemas.toLocaleString('en'),
    ];
  });
  return table(
    [
      'document',
      'generator',
      'CPU',
      'the list',
      'tools',
      'operations without one',
      'what no argument says',
      'schemas that hosts refuse',
    ],
    rows,
  );
}

export function callingTable(callings: readonly Calling[]): string {
  const rows = callings.map(({ request, fetch, tool, ratio }) => [
    request,
    `${fetch.toFixed(0)} µs`,
    `${tool.toFixed(0)} µs`,
    `${ratio.toFixed(2)} × fetch`,
  ]);
  return table(['request', '`fetch` alone', 'the tool', 'beside'], rows);
}
