/** A program of this workspace as its own process, run from its sources: what it says, and how it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from './source-files.ts';

const flags = ['--conditions=@granthouse/source', '--disable-warning=ExperimentalWarning'];

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard output holds the text; throws when the program ends without it. */
  says(text: string): Promise<void>;
}

export interface Launch {
  readonly words?: readonly string[];
  readonly cwd?: string;
  /** All of standard input; or its beginning, and it stays open. */
  readonly input?: string | { readonly open: string };
  readonly environment?: NodeJS.ProcessEnv;
}

/** `file` is from the root of the repository. */
export function launch(file: string, { words = [], cwd = root, input = '', environment = {} }: Launch = {}): Program {
  const env = { ...process.env, NODE_OPTIONS: '', ...environment };
  const child = spawn(process.execPath, [...flags, join(root, file), ...words], { cwd, env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  if (typeof input === 'string') child.stdin.end(input);
  else child.stdin.write(input.open);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return {
    child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (said.out.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        look();
        void ended.then(({ out, err }) => reject(new Error(`ended without saying "${text}":\n${out}\n${err}`)));
      }),
  };
}
