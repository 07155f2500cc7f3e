/** Runs a snippet as its own process, as a reader would, with the addresses of the documentation replaced by local ones. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../support/source-files.ts';

export interface Running {
  stop(): Promise<void>;
}

const folder = join(root, 'examples', 'snippets', 'src');
const announcing = join(import.meta.dirname, 'announcing-process.ts');
export const sourceFlags = ['--conditions=@granthouse/source', '--experimental-strip-types', '--no-warnings'];

/** Resolves when the program listens. Throws with what it said when it ends instead. */
export async function start(program: string, environment: NodeJS.ProcessEnv = {}): Promise<Running> {
  const { child, ended } = launch(program, environment);
  const listening = once(child, 'message').then(() => 'listening' as const);
  const first = await Promise.race([listening, ended]);
  if (first !== 'listening') throw new Error(`the program ended with ${first.code}: ${first.said}`);
  return {
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Runs the program to its end; what it said on standard error, and how it ended. */
export function runToEnd(
  program: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; said: string }> {
  return launch(program, environment).ended;
}

/** Replaces every occurrence of what stands on the left. Throws when the documentation doesn't say it any more. */
export function withLocal(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((replaced, [documented, local]) => {
    if (!replaced.includes(documented)) throw new Error(`the snippet does not say ${documented}`);
    return replaced.replaceAll(documented, local);
  }, text);
}

function launch(program: string, environment: NodeJS.ProcessEnv) {
  const flags = [...sourceFlags, '--import', announcing, '--input-type=module-typescript'];
  const child = spawn(process.execPath, flags, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  });
  const said: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  child.stdin?.end(program);
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    said: Buffer.concat(said).toString(),
  }));
  return { child, ended };
}
