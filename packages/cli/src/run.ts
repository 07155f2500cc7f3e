/** From arguments to an exit status: 0 done, 1 the command could not do it, 2 it was called wrongly. */
import { CommandError } from './command-error.ts';
import type { Command } from './command.ts';
import { serve } from './commands/serve.ts';
import { users } from './commands/users.ts';
import type { Terminal } from './terminal.ts';

const commands: Readonly<Record<string, Command>> = { serve, users };

const usage = `granthouse — OAuth 2.1 made for MCP

  granthouse serve --config FILE                     run the authorization server
  granthouse users add LOGIN --config FILE           let a person sign in (--name, --email; password from standard input or a prompt)
  granthouse users list --config FILE                who may sign in
  granthouse users set-password LOGIN --config FILE  a new password; ends the person's browser sessions
  granthouse users remove LOGIN --config FILE        ends sessions and every authorization too

The configuration is described in docs/quickstart.md.`;

export async function run(words: string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...rest] = words;
  if (['help', '--help', '-h'].includes(name) || rest.includes('--help')) {
    terminal.say(usage);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (!command) throw new CommandError(`there is no command "${name}"`);
    await command(rest, terminal);
    return 0;
  } catch (error) {
    terminal.complain(`granthouse: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof CommandError)) return 1;
    terminal.complain('Try: granthouse --help');
    return 2;
  }
}
