/** `granthouse connections serve`: the pages of a team's connections, and all their tools behind one MCP endpoint. */
import { printableJson } from '@granthouse/protocol';
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../command-error.ts';
import { readTeamConfiguration } from '../connections/configuration.ts';
import { listeningRefusal } from '../listening-refusal.ts';
import { requireStoreRuntime } from '../runtime.ts';

export const connections: Command = async ([verb, ...args], terminal) => {
  if (verb !== 'serve') throw new UsageError('connections takes serve');
  const file = required(readArguments(args, { words: [], options: ['config'] }), 'config');
  requireStoreRuntime();
  // Before anything is open, so that a stop that comes early closes what is open by then.
  const stopped = terminal.stopped();
  const tell = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    terminal.complain(printableJson({ time: new Date().toISOString(), level, message, ...fields }));
  const log = { warn: tell('warn'), error: tell('error') };
  const warn = (message: string) => log.warn({}, message);
  const configuration = await readTeamConfiguration(file, { environment: process.env, warn });
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
};
