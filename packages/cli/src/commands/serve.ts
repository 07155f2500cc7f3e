/** `granthouse serve`: the authorization server alone, until it is told to stop. */
import { readArguments, required } from '../arguments.ts';
import type { Command } from '../command.ts';
import { readConfiguration } from '../configuration.ts';
import { requireStoreRuntime } from '../runtime.ts';

export const serve: Command = async (args, terminal) => {
  const file = required(readArguments(args, { words: [], options: ['config'] }), 'config');
  requireStoreRuntime(process.versions.node);
  const { server: options, port, host } = await readConfiguration(file, process.env);
  const { createAuthorizationServer, stderrLog } = await import('@granthouse/authorization-server');
  const server = await createAuthorizationServer({ ...options, log: stderrLog('info') });
  const stopped = terminal.stopped();
  try {
    const listening = await listen(() => server.listen(port, host));
    terminal.say(`Granthouse answers for ${server.issuer} on port ${listening.port}.`);
    await stopped;
  } finally {
    await server.close();
  }
  terminal.say('Granthouse has stopped; everything is on disk.');
};

async function listen<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'EADDRINUSE') throw cause;
    throw new Error('the port is in use: stop what listens there, or set "port" in the configuration', { cause });
  }
}
