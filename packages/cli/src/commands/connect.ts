/** `granthouse connect URL`: signs in to an MCP server, or takes a key, and keeps it sealed on this machine. */
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { clientOptions, judgeClient } from '../connect/client-options.ts';
import { serverOptions } from '../connect/server-options.ts';

export const connect: Command = async (args, terminal) => {
  if (args.includes('--list')) {
    const given = readArguments(args, { words: [], options: [], flags: ['list', 'json'] });
    const { listConnections } = await import('../connect/listed.ts');
    return listConnections(given, terminal);
  }
  const given = readArguments(
    args,
    serverOptions({ options: clientOptions, lists: ['scope'], flags: ['json', 'no-browser', 'sign-in', 'forget'] }),
  );
  judgeClient(given);
  if (given.flags['forget']) {
    const { forgetConnection } = await import('../connect/forgotten.ts');
    return forgetConnection(given, terminal);
  }
  const { makeConnection } = await import('../connect/connected.ts');
  return makeConnection(given, terminal);
};
