/** From arguments to an exit status: 0 done, 1 the command could not do it, 2 it was called wrongly. */
import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@granthouse/protocol';
import { StorageError } from '@granthouse/storage';
import type { Command } from './command.ts';
import { CommandError, UsageError } from './command-error.ts';
import { authorizations } from './commands/authorizations.ts';
import { call } from './commands/call.ts';
import { clients } from './commands/clients.ts';
import { connect } from './commands/connect.ts';
import { keys } from './commands/keys.ts';
import { openapi } from './commands/openapi.ts';
import { registrationTokens } from './commands/registration-tokens.ts';
import { serve } from './commands/serve.ts';
import { storage } from './commands/storage.ts';
import { token } from './commands/token.ts';
import { tools } from './commands/tools.ts';
import { users } from './commands/users.ts';
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
  ['connect', connect],
  ['tools', tools],
  ['call', call],
  ['token', token],
]);

const usage = `granthouse — OAuth 2.1 made for MCP

  granthouse serve --config FILE                     run the authorization server
  granthouse users add LOGIN --config FILE           let a person sign in (--name, --email)
  granthouse users list --config FILE                who may sign in: login, name, email
  granthouse users set-password LOGIN --config FILE  a new password; ends the person's browser sessions
  granthouse users remove LOGIN --config FILE        ends sessions and every authorization too

  granthouse keys list --config FILE                 the keys that sign tokens, and when (--json)
  granthouse keys rotate --config FILE               publish the next signing key; it signs an hour later
  granthouse keys rotate --now --config FILE         for a key that somebody else has: every access token dies
  granthouse keys rotate-secret --config FILE        seal under the secret what other secrets sealed

  granthouse clients add NAME --redirect-uri URI --config FILE
                                                     register an app; prints its id and its secret, once
  granthouse clients add NAME --introspects RESOURCE --config FILE
                                                     register a resource server that may introspect tokens
  granthouse clients list --config FILE              id, name, method, and what for (--json)
  granthouse clients show ID --config FILE           all that is kept of one client (--json)
  granthouse clients rotate-secret ID --config FILE  a new secret; the old one is refused at once
  granthouse clients remove ID --config FILE         ends every authorization of the client too

  granthouse registration-tokens add NAME --config FILE
                                                     let an app register where nobody else may (--uses N, --days N)
  granthouse registration-tokens list --config FILE  id, name, uses left, end (--json)
  granthouse registration-tokens remove ID --config FILE
                                                     nobody registers with it any more

  granthouse authorizations list --config FILE       who has connected which app, and when it was used (--json)
  granthouse authorizations end --config FILE        take access back; list and end take --person LOGIN, --client ID
                                                     and --id ID, as the list shows it

  granthouse storage check --config FILE             how much is in the store, and whether it is sound (--json)

  granthouse openapi check FILE --host HOST          which tools of an OpenAPI document that host refuses, and why;
                                                     --host several times, or not at all for every host (--json);
                                                     --mend shows what is left with the option limits
  granthouse openapi tools FILE                      the tools of a document, and where each argument goes (--json)

  granthouse connect URL                             sign in to an MCP server; kept sealed on this machine (--json)
  granthouse connect URL --forget                    forget it, and take its access back at the server
  granthouse connect --list                          what is kept on this machine (--json)
  granthouse tools URL                               what a server offers (--json)
  granthouse call URL TOOL '{…}'                     call a tool; its answer on standard output (--json)
  granthouse token URL                               its token, for another program: | curl -H @- URL with --headers

  granthouse --version                               the version of this command

clients add takes --redirect-uri several times, --id ID, --json, and --method client_secret_basic, client_secret_post,
none (a public client) or private_key_jwt with --jwks FILE. A secret works in the header and in the body alike.

openapi check and openapi tools take --tag TAG several times, --server URL, --server-name NAME as hosts call the server,
--names snake_case, --prefix PREFIX and --max-name N.

A password comes from standard input or a prompt, never from an argument.
The configuration is described in docs/quickstart.md.`;

export async function run(words: string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...rest] = words;
  if (['help', '--help', '-h'].includes(name) || rest.includes('--help')) {
    terminal.say(usage);
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
    if (error instanceof UsageError) terminal.complain('Try: granthouse --help');
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
  return isForPeople ? error.message : (error.stack ?? error.message);
}
