/** What survived how many kills, as a table. */
import { kinds } from '../../test/support/crash/tally.ts';
import type { Crashes } from '../crash.ts';
import { table } from './table.ts';

export function crashTable({ kills, acknowledged, unanswered, codesUsedUp, lost }: Crashes): string {
  const count = (number = 0) => number.toLocaleString('en');
  const rows = kinds.map((kind) => [kind, count(acknowledged[kind]), count(unanswered[kind])]);
  const found = `${kills} kills; lost or half there: ${lost.length}; codes used up by a request whose answer was lost: ${codesUsedUp}.`;
  return `${found}\n\n${table(['', 'acknowledged', 'without an answer when the server was killed'], rows)}`;
}
