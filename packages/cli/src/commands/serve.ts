/** `granthouse serve`: the authorization server alone, until it is told to stop. */
import { ConfigurationError } from '@granthouse/protocol';
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';
import { readConfiguration } from '../configuration.ts';
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
      throw explained(cause, { port, host });
    });
    terminal.say(`Granthouse answers for ${server.issuer} on port ${listening.port}.`);
    await stopped;
    terminal.say('Granthouse finishes open requests and stops.');
  } finally {
    await server.close();
  }
  terminal.say('Granthouse has stopped; everything is on disk.');
};

const refusals: ReadonlyMap<unknown, readonly [option: 'port' | 'host', found: string, remedy: string]> = new Map([
  ['EADDRINUSE', ['port', 'which is in use', 'stop what listens there, or choose another port']],
  ['EACCES', ['port', 'which this user may not listen on', 'choose a port above 1023']],
  ['EADDRNOTAVAIL', ['host', 'which is not here', 'name an address of this machine, such as 127.0.0.1']],
  ['ENOTFOUND', ['host', 'which is not known', 'name an address of this machine, such as 127.0.0.1']],
]);

/** What the system says to a port or an address that can't be had, in the words of the configuration. */
function explained(cause: unknown, at: { port: number; host: string | undefined }): unknown {
  const refusal = refusals.get(cause instanceof Error && 'code' in cause ? cause.code : undefined);
  if (!refusal) return cause;
  const [option, found, remedy] = refusal;
  const problem = { path: `configuration.${option}`, found: `${at[option] ?? 'the default'}, ${found}`, remedy };
  return new ConfigurationError(problem, { cause });
}
