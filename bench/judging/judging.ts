/** What a token costs the guard alone, without a server around it: at first sight, and in memory once it is known. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../results.ts';
import type { Run } from '../run.ts';

export type Algorithm = 'ES256' | 'RS256';
const algorithms: readonly Algorithm[] = ['ES256', 'RS256'];

/** Microseconds of CPU for a token that was never seen, all threads together. */
export interface FirstSight {
  readonly jose: number;
  readonly granthouse: number;
}

/** What remembered tokens cost. */
export interface Remembered {
  readonly tokens: number;
  /** Bytes of heap and buffers for each, after a garbage collection. */
  readonly bytesEach: number;
  /** Microseconds of CPU for a call with any of them. */
  readonly again: number;
}

export interface Judging {
  readonly firstSights: readonly (FirstSight & { readonly alg: Algorithm; readonly ratio: number })[];
  readonly remembered: Remembered;
}

export type Order =
  | { readonly measure: 'first sight'; readonly alg: Algorithm; readonly count: number }
  | { readonly measure: 'remembered'; readonly count: number };

export async function judged({ rounds, scale, say }: Run): Promise<Judging> {
  const samples = algorithms.map((alg) => ({ alg, found: [] as FirstSight[] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { alg, found } of samples) {
      const sample = await answerTo<FirstSight>({ measure: 'first sight', alg, count: 3000 * scale });
      found.push(sample);
      say(
        `judging ${round}/${rounds}  ${alg}: jose ${sample.jose.toFixed(0)}, granthouse ${sample.granthouse.toFixed(0)} µs`,
      );
    }
  }
  const remembered = await answerTo<Remembered>({ measure: 'remembered', count: 100_000 * scale });
  return { firstSights: samples.map(({ alg, found }) => ({ alg, ...middleOf(found) })), remembered };
}

/** Each by a fresh process. */
async function answerTo<T>(order: Order): Promise<T> {
  const program = fileURLToPath(new URL('./judging-process.ts', import.meta.url));
  const child = fork(program, { execArgv: [...process.execArgv, '--expose-gc'] });
  child.send(order);
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`judging ended with ${code}`)));
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [T];
  ended.catch(() => {});
  child.disconnect();
  return answer;
}

function middleOf(found: readonly FirstSight[]): FirstSight & { readonly ratio: number } {
  return {
    jose: median(found.map(({ jose }) => jose)),
    granthouse: median(found.map(({ granthouse }) => granthouse)),
    ratio: median(found.map(({ jose, granthouse }) => granthouse / jose)),
  };
}
