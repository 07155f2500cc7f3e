/** `granthouse connect URL`: signs in to an MCP server, or takes a key, and keeps it sealed on this machine. */
import { readArguments, type Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../command-error.ts';
import { serverOptions } from '../connect/server-options.ts';

export const connect: Command = async (args, terminal) => {
  if (args.includes('--list')) {
    const given = readArguments(args, { words: [], options: [], flags: ['list', 'json'] });
    const { listConnections } = await import('../connect/listed.ts');
    return listConnections(given, terminal);
  }
  const options = ['client-id', 'client-secret', 'port'];
  const given = readArguments(
    args,
    serverOptions({ options, lists: ['scope'], flags: ['json', 'no-browser', 'sign-in', 'forget'] }),
  );
  judge(given);
  if (given.flags['forget']) {
    const { forgetConnection } = await import('../connect/forgotten.ts');
    return forgetConnection(given, terminal);
  }
  const { makeConnection } = await import('../connect/connected.ts');
  return makeConnection(given, terminal);
};

function judge({ options, lists }: Given): void {
  const isKey = options['api-key'] !== undefined || lists['header'] !== undefined;
  if (options['client-secret'] !== undefined && options['client-id'] === undefined) {
    throw new UsageError('--client-secret comes beside --client-id');
  }
  const port = options['port'] ?? '1';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError('--port takes a port from 1 to 65535');
  }
  if (isKey && options['client-id'] !== undefined)
    throw new UsageError('give a key or headers, or --client-id, not both');
}
