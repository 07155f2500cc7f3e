/** How far a command's client goes: a server on this machine may name this machine, and one on the internet the internet alone. */
import type { Reach } from '@granthouse/client';
import { isLoopbackHost } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { UsageError } from '../command-error.ts';

/** As the person says now, else as the connection was made. */
export function reachOf(url: URL, { flags }: Given, kept?: Reach): Reach {
  if (kept && !flags['private'] && !flags['plain-http']) return kept;
  const besides = flags['private'] ? 'private' : isLoopbackHost(url.hostname) ? 'loopback' : undefined;
  return { ...(besides && { besides }), ...(flags['plain-http'] && { plainHttp: true }) };
}

/** Throws a UsageError. A fragment never leaves the machine, and a name in the address would be shown. */
export function serverUrl(word: string): URL {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError('URL is the whole address of an MCP server, such as https://mcp.example.com/mcp');
  if (url.username !== '' || url.password !== '') throw new UsageError('URL holds no user name and no password');
  url.hash = '';
  return url;
}
