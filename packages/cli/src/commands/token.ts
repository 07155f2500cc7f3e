/** `granthouse token URL`: what another program shows to the server, such as curl; renewed, and never on a screen. */
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { CommandError } from '../command-error.ts';

export const token: Command = async (args, terminal) => {
  const given = readArguments(args, { words: ['URL'], options: ['account'], flags: ['headers'] });
  if (process.stdout.isTTY) {
    throw new CommandError(
      'a screen is no place for a token: pipe it, as in granthouse token URL --headers | curl -H @- URL',
    );
  }
  const { accountOf, keptCredential, keptOnThisMachine, notKept, withFetch } =
    await import('../connect/client-session.ts');
  const { serverUrl } = await import('../connect/reach-options.ts');
  const [url, account] = [serverUrl(given.words[0] ?? ''), accountOf(given)];
  const connections = keptOnThisMachine(terminal);
  const kept = await connections.find({ url: url.href, account });
  if (!kept) throw notKept({ url, account });
  const fields = await withFetch({ ...kept, url }, (fetch) => keptCredential(kept, connections, fetch).fields());
  if (given.flags['headers']) {
    for (const [name, value] of Object.entries(fields)) terminal.say(`${name}: ${value}`);
    return;
  }
  const [, bearer] = /^Bearer (.+)$/.exec(fields['authorization'] ?? '') ?? [];
  if (bearer === undefined) throw new CommandError('this connection shows no token: --headers says what it shows');
  terminal.say(bearer);
};
