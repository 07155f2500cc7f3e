/** What it costs to make tools of a document, how large their list is, and what they lack: each generator in a fresh process, in interleaved rounds. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../results.ts';
import type { Run } from '../run.ts';
import { documents, type DocumentName } from './documents.ts';
import type { GeneratorName } from './generators.ts';
import type { Losses } from './losses.ts';

/** What a process is told: what to use, and on which file. */
export interface Order {
  readonly generator: GeneratorName;
  readonly file: string;
}

export interface Planned {
  /** Milliseconds of CPU from the file to the list, all threads together. */
  readonly milliseconds: number;
  readonly tools: number;
  /** Of the whole list as JSON. */
  readonly bytes: number;
  readonly lost: Losses;
}

/** Why there are no tools. */
export interface Failed {
  readonly why: string;
}

export interface Planning {
  readonly document: DocumentName;
  readonly generator: GeneratorName;
  readonly found: Planned | Failed;
}

const contestants: readonly GeneratorName[] = [
  'granthouse',
  'openapi-mcp-generator',
  'openapi-mcp-generator, dereferenced',
  '@ivotoby/openapi-mcp-server',
];

/** Milliseconds until a generator is given up. */
const patience = 120_000;

export async function planningsOf({ rounds, say }: Run): Promise<Planning[]> {
  const pairs = (Object.keys(documents) as DocumentName[]).flatMap((document) =>
    contestants.map((generator) => ({ document, generator, samples: [] as (Planned | Failed)[] })),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const { document, generator, samples } of pairs) {
      const sample = await answerTo({ generator, file: documents[document] });
      samples.push(sample);
      const told = isPlanned(sample) ? `${sample.milliseconds.toFixed(0)} ms` : sample.why;
      say(`openapi ${round}/${rounds}  ${document}: ${generator}: ${told}`);
    }
  }
  return pairs.map(({ samples, ...pair }) => ({ ...pair, found: middleOf(samples) }));
}

export const isPlanned = (found: Planned | Failed): found is Planned => 'tools' in found;

async function answerTo(order: Order): Promise<Planned | Failed> {
  const program = fileURLToPath(new URL('./planning-process.ts', import.meta.url));
  const child = fork(program, { execArgv: process.execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const patienceEnds = setTimeout(() => child.kill('SIGKILL'), patience);
  const ended = once(child, 'exit').then(([code, signal]) => [{ why: `its process ended with ${signal ?? code}` }]);
  child.send(order);
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Planned | Failed];
  clearTimeout(patienceEnds);
  if (child.connected) child.disconnect();
  await ended;
  return answer;
}

/** The tools are the same in each round; a failure in one of them is the finding. */
function middleOf(samples: readonly (Planned | Failed)[]): Planned | Failed {
  const failed = samples.find((sample) => !isPlanned(sample));
  const planned = samples.filter(isPlanned);
  const [first] = planned;
  if (failed || !first) return failed ?? { why: 'it was not run' };
  return { ...first, milliseconds: median(planned.map(({ milliseconds }) => milliseconds)) };
}
