/** A person with the `granthouse` command: folders of their own, and a browser that does their part. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthorizationKeeper } from '@granthouse/client';
import { keptConnections } from '../../../packages/cli/src/connect/kept-connections.ts';
import { installBrowser, openedIn } from '../../support/browser-command.ts';
import { launch, type Ended, type Launch, type Program } from '../../support/program.ts';

export interface PersonAtHome {
  readonly folder: string;
  start(words: readonly string[], more?: Launch): Program;
  granthouse(words: readonly string[], more?: Launch): Promise<Ended>;
  /** The addresses that the browser was asked to open. */
  opened(): Promise<URL[]>;
  forge(...bends: string[]): Promise<void>;
  /** Every file that the command keeps, by its path in the folder. */
  files(): Promise<Map<string, string>>;
  close(): Promise<void>;
}

export async function personAtHome(): Promise<PersonAtHome> {
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-person-'));
  const programs: Program[] = [];
  const start = (words: readonly string[], { environment = {}, ...more }: Launch = {}) => {
    const places = { HOME: folder, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', BROWSER: join(folder, 'browser') };
    const direct = { https_proxy: '', HTTPS_PROXY: '', http_proxy: '', HTTP_PROXY: '' };
    const given = { ...places, ...direct, ...environment };
    const program = launch('packages/cli/src/bin.ts', { words, ...more, environment: given });
    programs.push(program);
    return program;
  };
  await installBrowser(folder);
  return {
    folder,
    start,
    granthouse: (words, more) => start(words, more).ended,
    opened: () => openedIn(folder),
    forge: (...bends) => installBrowser(folder, bends),
    files: () => filesIn(folder),
    async close() {
      await Promise.all(programs.map((program) => program.kill()));
      await rm(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

async function filesIn(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile() && /granthouse/.test(each.parentPath.slice(folder.length)));
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
    ),
  );
}

/** The keeper of what the person's program keeps of a server, as another process would have it. */
export function keptBy({ folder }: PersonAtHome, url: string): AuthorizationKeeper {
  const config = join(folder, '.config/granthouse');
  const data = join(folder, '.local/share/granthouse/connections');
  const kept = keptConnections({ config, data, warn: () => undefined });
  return kept.keeper({ url, account: 'default' });
}
