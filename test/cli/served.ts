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
  remove(): Promise<void>;
}

/** `overrides` replace members of the configuration; undefined removes one. */
export async function site(overrides: Record<string, unknown> = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-cli-'));
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const configuration = {
    issuer,
    port,
    store: { sqlite: 'store/granthouse.db' },
    secretFile: 'secret',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
    ...overrides,
  };
  await writeFile(join(folder, 'granthouse.json'), JSON.stringify(configuration));
  await writeFile(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  return {
    folder,
    issuer,
    granthouse: (words, more = {}) =>
      launch('packages/cli/src/bin.ts', { words: [...words, '--config', 'granthouse.json'], cwd: folder, ...more }),
    remove: () => rm(folder, { recursive: true }),
  };
}
