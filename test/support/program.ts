/** A program of this workspace as its own process, run from its sources: what it says, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './source-files.ts';

export const sourceFlags = ['--conditions=@granthouse/source', '--experimental-strip-types', '--no-warnings'];

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves to all that standard output holds when the text is in it; throws when the program ends without it. */
  says(text: string): Promise<string>;
  /** The same of standard error. */
  complains(text: string): Promise<string>;
  /** To the program, or to its group, which `ownGroup` gave it. */
  signal(name: NodeJS.Signals, to?: 'program' | 'group'): void;
  /** Closes the pipes that it says anything to, as `| head` does. */
  stopListening(): void;
  /** Ends it by force if it still runs, as after a failed test. */
  kill(): Promise<void>;
}

export interface Launch {
  readonly words?: readonly string[];
  readonly cwd?: string;
  /** All of standard input; or its beginning, and it stays open. */
  readonly input?: string | { readonly open: string };
  readonly environment?: NodeJS.ProcessEnv;
  /** Flags of Node itself. */
  readonly flags?: readonly string[];
  readonly ownGroup?: boolean;
}

/** `file` is from the root of the repository. */
export function launch(file: string, { input = '', ...how }: Launch = {}): Program {
  const child = spawnNode(file, how);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  // A program that refuses its arguments ends without reading.
  child.stdin.on('error', () => {});
  if (typeof input === 'string') child.stdin.end(input);
  else child.stdin.write(input.open);
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...said }));
  const heard = async (where: 'out' | 'err', text: string) => {
    const stream = where === 'out' ? child.stdout : child.stderr;
    while (!said[where].includes(text)) {
      const more = await Promise.race([once(stream, 'data').then(() => true), ended.then(() => false)]);
      if (more || said[where].includes(text)) continue;
      throw new Error(`ended without saying "${text}":\n${said.out}\n${said.err}`);
    }
    return said[where];
  };
  return {
    pid: child.pid ?? 0,
    ended,
    says: (text) => heard('out', text),
    complains: (text) => heard('err', text),
    signal(name, to = 'program') {
      if (child.pid === undefined) throw new Error('the program did not start');
      process.kill(to === 'group' ? -child.pid : child.pid, name);
    },
    stopListening() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

function spawnNode(file: string, { words = [], cwd = root, environment = {}, flags = [], ownGroup = false }: Launch) {
  const args = [...sourceFlags, ...flags, join(root, file), ...words];
  return spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    detached: ownGroup,
  });
}
