/** A configuration in a temporary folder, and the `granthouse` command on it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderDesk } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { launch, type Launch, type Program } from '../support/program.ts';

export const secret = 'a secret for tests, long enough to be taken';

export interface Site {
  readonly folder: string;
  readonly issuer: string;
  /** Runs `granthouse` in the folder with `--config granthouse.json`. */
  granthouse(words: string[], more?: Launch): Program;
  /** Replaces members of the configuration; undefined removes one. */
  configure(overrides: Record<string, unknown>): Promise<void>;
  remove(): Promise<void>;
}

/** The audit events on a command's standard error, where nothing else may be. */
export const eventsIn = (err: string): string[] =>
  err
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { event: string }).event);

export async function site(overrides: Record<string, unknown> = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-cli-'));
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const complete = {
    issuer,
    port,
    store: { sqlite: 'store/granthouse.db' },
    secretFile: 'secret',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
  };
  const configure = (members: Record<string, unknown>) =>
    writeFile(join(folder, 'granthouse.json'), JSON.stringify({ ...complete, ...members }));
  await configure(overrides);
  await writeFile(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  const programs: Program[] = [];
  return {
    folder,
    issuer,
    configure,
    granthouse(words, more = {}) {
      const all = [...words, '--config', 'granthouse.json'];
      const program = launch('packages/cli/src/bin.ts', { words: all, cwd: folder, ...more });
      programs.push(program);
      return program;
    },
    async remove() {
      await Promise.all(programs.map((program) => program.kill()));
      await rm(folder, { recursive: true });
    },
  };
}
