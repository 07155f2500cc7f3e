/** `granthouse doctor URL`: judges an MCP server as each host would, and says what is wrong and what mends it. */
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { clientOptions, judgeClient } from '../connect/client-options.ts';
import { CommandError } from '../command-error.ts';

/** It was examined, and isn't well. */
const problemFound = 4;

export const doctor: Command = async (args, terminal) => {
  const given = readArguments(args, {
    words: ['URL'],
    options: ['api-key', ...clientOptions],
    lists: ['host', 'header'],
    flags: ['register', 'sign-in', 'no-browser', 'json', 'private', 'plain-http'],
  });
  judgeClient(given);
  const { examined } = await import('../doctor/examined.ts');
  const trouble = await examined(given, terminal);
  if (trouble !== undefined) throw new CommandError(trouble, { status: problemFound });
};
