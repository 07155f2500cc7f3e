/** `granthouse serve`: the authorization server alone, until it is told to stop. */
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';
import { readConfiguration } from '../configuration.ts';
import { listeningRefusal } from '../listening-refusal.ts';
import { requireStoreRuntime } from '../runtime.ts';

export const serve: Command = async (args, terminal) => {
  const file = required(readArguments(args, { words: [], options: ['config'] }), 'config');
  requireStoreRuntime();
  // Before anything is open, so that a stop that comes early closes what is open by then.
  const stopped = terminal.stopped();
  const { createAuthorizationServer, stderrLog } = await import('@granthouse/authorization-server');
  const log = stderrLog('info');
  const warn = (message: string) => log.warn({}, message);
  const { server: options, port, host } = await readConfiguration(file, { environment: process.env, warn });
  const server = await createAuthorizationServer({ ...options, log });
  try {
    const listening = await server.listen(port, host).catch((cause: unknown) => {
      throw listeningRefusal(cause, { port, host });
    });
    terminal.say(`Granthouse answers for ${server.issuer} on port ${listening.port}.`);
    await stopped;
    terminal.say('Granthouse finishes open requests and stops.');
  } finally {
    await server.close();
  }
  terminal.say('Granthouse has stopped; everything is on disk.');
};
