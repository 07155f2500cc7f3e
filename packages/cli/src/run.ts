/** From arguments to an exit status: 0 done, 1 the command could not do it, 2 it was called wrongly; others are a command's own. */
import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@granthouse/protocol';
import { StorageError } from '@granthouse/storage';
import type { Command } from './command.ts';
import { CommandError, UsageError } from './command-error.ts';
import { authorizations } from './commands/authorizations.ts';
import { call } from './commands/call.ts';
import { clients } from './commands/clients.ts';
import { connect } from './commands/connect.ts';
import { connections } from './commands/connections.ts';
import { doctor } from './commands/doctor.ts';
import { keys } from './commands/keys.ts';
import { openapi } from './commands/openapi.ts';
import { registrationTokens } from './commands/registration-tokens.ts';
import { serve } from './commands/serve.ts';
import { storage } from './commands/storage.ts';
import { token } from './commands/token.ts';
import { tools } from './commands/tools.ts';
import { users } from './commands/users.ts';
import { help } from './help/help.ts';
import type { Terminal } from './terminal.ts';

const commands: ReadonlyMap<string, Command> = new Map([
  ['serve', serve],
  ['users', users],
  ['clients', clients],
  ['registration-tokens', registrationTokens],
  ['keys', keys],
  ['authorizations', authorizations],
  ['storage', storage],
  ['openapi', openapi],
  ['connections', connections],
  ['connect', connect],
  ['tools', tools],
  ['call', call],
  ['token', token],
  ['doctor', doctor],
]);

export async function run(words: string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...rest] = words;
  const isHelp = ['help', '--help', '-h'].includes(name);
  if (isHelp || (commands.has(name) && rest.includes('--help'))) {
    terminal.say(help(isHelp ? rest[0] : name));
    return 0;
  }
  if (['version', '--version', '-v'].includes(name)) {
    terminal.say(await version());
    return 0;
  }
  try {
    const command = commands.get(name);
    if (!command) throw new UsageError(`there is no command "${name}"`);
    await command(rest, terminal);
    return 0;
  } catch (error) {
    terminal.complain(`granthouse: ${explanationOf(error)}`);
    if (error instanceof UsageError) terminal.complain(`Try: granthouse ${commands.has(name) ? `${name} ` : ''}--help`);
    return error instanceof CommandError ? error.status : 1;
  }
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** Anything but what a person can mend is a bug, whose place must be seen. */
function explanationOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForPeople = [CommandError, ConfigurationError, StorageError].some((kind) => error instanceof kind);
  return isForPeople ? inTheFile(error.message) : (error.stack ?? error.message);
}

/** What the library calls an option is in the configuration file at the top. */
const inTheFile = (message: string) => message.replaceAll(/^(?:authorizationServer|connections)\./gm, 'configuration.');
