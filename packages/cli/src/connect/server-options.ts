/** What every command on one MCP server takes beside its own: which account, what to show, how far to go. */
import type { Wanted } from '../arguments.ts';

/** Named here and read elsewhere, so that a mistake is said before a client is loaded. */
export function serverOptions({
  words,
  optionalWords = [],
  options = [],
  lists = [],
  flags = [],
}: Partial<Wanted>): Wanted {
  return {
    words: words ?? ['URL'],
    optionalWords,
    options: ['account', 'api-key', ...options],
    lists: ['header', ...lists],
    flags: ['private', 'plain-http', ...flags],
  };
}
