/** The time from the start of a process to its first answer, in interleaved rounds. */
import { sendOne, type Call } from './load.ts';
import { listTools, reading } from './loads.ts';
import { median } from './results.ts';
import { startSubject } from './running-subject.ts';
import type { Run } from './run.ts';
import { paths } from './subjects/documents.ts';
import type { SubjectName } from './subjects.ts';

export interface FirstAnswer {
  readonly subject: SubjectName;
  readonly what: string;
  readonly milliseconds: number;
}

interface Start {
  readonly subject: SubjectName;
  readonly what: string;
  readonly call: Call;
  readonly status: number;
}

const metadata = { what: '200 with the server metadata', call: reading(paths.metadata), status: 200 };
const challenge = { what: '401 to a call', call: listTools(), status: 401 };
const unguarded = { what: '200 to a call', call: listTools(), status: 200 };

const starts: readonly Start[] = [
  { subject: 'koa', ...metadata },
  { subject: 'granthouse', ...metadata },
  { subject: 'stock', ...metadata },
  { subject: 'node', ...unguarded },
  { subject: 'granthouse on node', ...challenge },
  { subject: 'koa', ...unguarded },
  { subject: 'granthouse on koa', ...challenge },
  { subject: 'express', ...unguarded },
  { subject: 'granthouse on express', ...challenge },
  { subject: 'sdk 1.x on express', ...challenge },
  { subject: 'sdk 2.x on express', ...challenge },
];

export async function firstAnswers({ rounds, surroundings, say }: Run): Promise<FirstAnswer[]> {
  const samples = starts.map((): number[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    say(`start ${round}/${rounds}`);
    for (const [index, { subject: name, call, status }] of starts.entries()) {
      const started = performance.now();
      const subject = await startSubject(name, surroundings);
      await sendOne(subject.port, call, status);
      samples[index]?.push(performance.now() - started);
      await subject.stop();
    }
  }
  return starts.map(({ subject, what }, index) => ({ subject, what, milliseconds: median(samples[index] ?? []) }));
}
