/** `granthouse connections`: the pages of a team's connections and all their tools behind one MCP endpoint; and whom to forget. */
import { printableJson } from '@granthouse/protocol';
import { readArguments, required, type Given, type Wanted } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../command-error.ts';
import { readTeamConfiguration } from '../connections/configuration.ts';
import { listeningRefusal } from '../listening-refusal.ts';
import { requireStoreRuntime } from '../runtime.ts';
import type { Terminal } from '../terminal.ts';

interface Verb extends Wanted {
  act(given: Given, terminal: Terminal): Promise<void>;
}

/** Else a secret that opens nothing stops the start. */
const lost = 'secret-is-lost';

const verbs: ReadonlyMap<string, Verb> = new Map([
  ['serve', { words: [], options: [], flags: [lost], act: serve }],
  ['forget', { words: ['PERSON'], options: [], flags: ['json', lost], act: forgetOne }],
]);

export const connections: Command = async ([word = '', ...args], terminal) => {
  const verb = verbs.get(word);
  if (!verb) throw new UsageError(`connections takes ${[...verbs.keys()].join(', ')}`);
  const given = readArguments(args, { ...verb, options: ['config', ...verb.options] });
  required(given, 'config');
  requireStoreRuntime();
  await verb.act(given, terminal);
};

async function configurationOf(given: Given, warn: (message: string) => void) {
  const configuration = await readTeamConfiguration(required(given, 'config'), { environment: process.env, warn });
  return { ...configuration, isSecretLost: given.flags[lost] ?? false };
}

async function serve(given: Given, terminal: Terminal): Promise<void> {
  // Before anything is open, so that a stop that comes early closes what is open by then.
  const stopped = terminal.stopped();
  const tell = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    terminal.complain(printableJson({ time: new Date().toISOString(), level, message, ...fields }));
  const log = { warn: tell('warn'), error: tell('error') };
  const configuration = await configurationOf(given, (message) => log.warn({}, message));
  const { openTeamServer } = await import('../connections/team-server.ts');
  const server = await openTeamServer(configuration, log);
  try {
    const { port } = await server.listen().catch((cause: unknown) => {
      throw listeningRefusal(cause, configuration);
    });
    terminal.say(`Connections are at ${configuration.url}, on port ${port}.`);
    await stopped;
  } finally {
    await server.close();
  }
  terminal.say('Connections have stopped; everything is on disk.');
}

async function forgetOne(given: Given, terminal: Terminal): Promise<void> {
  const configuration = await configurationOf(given, terminal.complain);
  const { openTeamConnections } = await import('../connections/team-server.ts');
  const { forget } = await import('../connections/forget.ts');
  const opened = await openTeamConnections(configuration);
  try {
    await forget({ connections: opened, issuer: configuration.issuer }, given, terminal);
  } finally {
    await opened.close();
  }
}
