/** A measured server in a fresh process, seen from the process that loads it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Memory, PreparedCode, Question, Surroundings } from './subject.ts';
import type { SubjectName } from './subjects.ts';

export interface RunningSubject {
  readonly name: SubjectName;
  readonly port: number;
  /** Microseconds used so far. */
  cpu(): Promise<number>;
  memory(): Promise<Memory>;
  /** How many records were freed. */
  sweep(): Promise<number>;
  codes(clientIds: readonly string[], count: number): Promise<PreparedCode[]>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('./subject-process.ts', import.meta.url));

export interface Start {
  /** For Node. */
  readonly flags?: readonly string[];
  /** A folder that stays, in place of a new one. */
  readonly keptFolder?: string;
}

/** `folder` holds the folder of its own that the process gets. */
export async function startSubject(
  name: SubjectName,
  { trustedIssuer, folder: parent }: Surroundings,
  { flags = [], keptFolder }: Start = {},
): Promise<RunningSubject> {
  const folder = keptFolder ?? (await mkdtemp(join(parent, 'subject-')));
  const surroundings = JSON.stringify({ trustedIssuer, folder });
  const child = fork(program, [name, surroundings], { execArgv: [...process.execArgv, ...flags] });
  const ended = once(child, 'exit');
  const answered = async <T>(): Promise<T> => {
    const broken = ended.then(([code]) => Promise.reject(new Error(`the process of ${name} ended with ${code}`)));
    const [message] = await Promise.race([once(child, 'message'), broken]);
    return message as T;
  };
  const ask = <T>(question: Question): Promise<T> => {
    child.send(question);
    return answered<T>();
  };
  return {
    name,
    port: await answered<number>(),
    cpu: () => ask({ ask: 'cpu' }),
    memory: () => ask({ ask: 'memory' }),
    sweep: () => ask({ ask: 'sweep' }),
    codes: (clientIds, count) => ask({ ask: 'codes', clientIds, count }),
    async stop() {
      // It ends by itself then, so that Node writes what it was told to write at its end, such as a CPU profile.
      child.disconnect();
      await ended;
      if (keptFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
