/** What a token costs the guard alone, as tables. */
import type { Judging } from '../judging/judging.ts';
import { table } from './table.ts';

export function judgingTables({ firstSights, remembered }: Judging): string {
  const { tokens, bytesEach, again } = remembered;
  const first = table(
    ['a token never seen before', 'judged by', 'CPU per token', 'beside'],
    firstSights.flatMap(({ alg, jose, granthouse, ratio }) => [
      [alg, '`jwtVerify` of jose', `${jose.toFixed(0)} µs`, ''],
      [alg, 'granthouse', `${granthouse.toFixed(0)} µs`, `${ratio.toFixed(2)} × jose`],
    ]),
  );
  const known = table(
    ['remembered tokens', 'heap and buffers, each', 'CPU of a call with any of them'],
    [[tokens.toLocaleString('en'), `${bytesEach.toFixed(0)} bytes`, `${again.toFixed(1)} µs`]],
  );
  return `${first}\n\n${known}`;
}
