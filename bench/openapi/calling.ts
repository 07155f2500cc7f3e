/** What a call of a tool costs over the same request by `fetch` alone: the same server, in turns, in one process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../results.ts';
import type { Run } from '../run.ts';

export const requests = ['GET with four query arguments', 'POST with a JSON body'] as const;
export type RequestName = (typeof requests)[number];

/** Microseconds of CPU for a call, all threads together. */
export interface Spent {
  readonly fetch: number;
  readonly tool: number;
  /** The tool over fetch, turn by turn. */
  readonly ratio: number;
}

export interface Order {
  readonly request: RequestName;
  readonly count: number;
  readonly server: string;
}

export interface Calling extends Spent {
  readonly request: RequestName;
}

export async function callingsOf({ rounds, scale, say }: Run): Promise<Calling[]> {
  const api = childOf(new URL('./api-process.ts', import.meta.url));
  const [port] = (await once(api, 'message')) as [number];
  const found = requests.map((request) => ({ request, samples: [] as Spent[] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { request, samples } of found) {
      const sample = await answerTo({ request, count: 5000 * scale, server: `http://127.0.0.1:${port}` });
      samples.push(sample);
      const { fetch, tool, ratio } = sample;
      const told = `fetch ${fetch.toFixed(0)}, the tool ${tool.toFixed(0)} µs, ${ratio.toFixed(2)} ×`;
      say(`openapi ${round}/${rounds}  ${request}: ${told}`);
    }
  }
  api.disconnect();
  return found.map(({ request, samples }) => ({ request, ...middleOf(samples) }));
}

export function middleOf(samples: readonly Spent[]): Spent {
  return {
    fetch: median(samples.map(({ fetch }) => fetch)),
    tool: median(samples.map(({ tool }) => tool)),
    ratio: median(samples.map(({ ratio }) => ratio)),
  };
}

/** By a fresh process. */
async function answerTo(order: Order): Promise<Spent> {
  const caller = childOf(new URL('./calling-process.ts', import.meta.url));
  caller.send(order);
  const ended = once(caller, 'exit').then(([code]) => Promise.reject(new Error(`calling ended with ${code}`)));
  const [answer] = (await Promise.race([once(caller, 'message'), ended])) as [Spent];
  ended.catch(() => {});
  caller.disconnect();
  return answer;
}

function childOf(program: URL) {
  return fork(fileURLToPath(program), { execArgv: process.execArgv });
}
