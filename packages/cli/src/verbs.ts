/** A command of several verbs on one store, such as `users add`: the verb is found, the arguments are judged, then the store opens. */
import type { AuthorizationServerOptions, Log } from '@granthouse/authorization-server';
import { readArguments, required, type Given, type Wanted } from './arguments.ts';
import type { Command } from './command.ts';
import { UsageError } from './command-error.ts';
import { readConfiguration } from './configuration.ts';
import { requireStoreRuntime } from './runtime.ts';
import type { Terminal } from './terminal.ts';

/** Beside what it names, every verb takes `--config`. `Room` is what it works on. */
export interface Verb<Room> extends Wanted {
  /** Throws a UsageError for what can't be meant together, before anything is read. */
  readonly judge?: (given: Given) => void;
  act(room: Room, given: Given, terminal: Terminal): Promise<void>;
}

interface Opened<Room> {
  readonly room: Room;
  close(): Promise<void>;
}

interface Verbs<Room> {
  readonly name: string;
  readonly verbs: ReadonlyMap<string, Verb<Room>>;
  open(server: AuthorizationServerOptions): Promise<Opened<Room>>;
}

export function commandOf<Room>({ name, verbs, open }: Verbs<Room>): Command {
  return async ([word = '', ...args], terminal) => {
    const verb = verbs.get(word);
    if (!verb) throw new UsageError(`${name} takes ${[...verbs.keys()].join(', ')}`);
    const given = readArguments(args, { ...verb, options: ['config', ...verb.options] });
    const file = required(given, 'config');
    verb.judge?.(given);
    requireStoreRuntime();
    const { server } = await readConfiguration(file, { environment: process.env });
    const { room, close } = await open({ ...server, log: await commandLog() });
    try {
      await verb.act(room, given, terminal);
    } finally {
      await close();
    }
  };
}

/** What a command changes is an audit event, for whoever keeps its output; on a terminal the command's own sentence says it. */
async function commandLog(): Promise<Log> {
  const { stderrLog } = await import('@granthouse/authorization-server');
  return stderrLog(process.stderr.isTTY ? 'warn' : 'info');
}
