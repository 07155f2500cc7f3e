/** All pages of a server's tools, as long as they lead to an end (MCP, pagination). */
import type { Client, Tool } from '@modelcontextprotocol/client';
import { ClientError } from '../client-error.ts';
import type { ConnectionLimits } from './limits.ts';

/** Throws ClientError `too_large` for a list without an end. */
export async function listTools(client: Client, limits: ConnectionLimits, signal: AbortSignal): Promise<Tool[]> {
  // A server that has no tools need not know the question.
  if (!client.getServerCapabilities()?.tools) return [];
  const tools: Tool[] = [];
  const cursors = new Set<string>();
  let length = 0;
  for (let cursor = ''; ;) {
    const request = { method: 'tools/list' as const, params: cursor ? { cursor } : {} };
    const page = await client.request(request, { signal, timeout: limits.listTime });
    tools.push(...page.tools);
    length += Buffer.byteLength(JSON.stringify(page.tools));
    if (tools.length > limits.mostTools) throw tooLong(`has more than ${limits.mostTools} tools`);
    if (length > limits.mostBytes) throw tooLong(`lists its tools in more than ${limits.mostBytes} bytes`);
    if (!page.nextCursor) return tools;
    cursor = page.nextCursor;
    if (cursors.size === cursors.add(cursor).size)
      throw tooLong('repeats the pages of its list of tools without an end');
    if (cursors.size >= limits.mostPages) throw tooLong(`lists its tools on more than ${limits.mostPages} pages`);
  }
}

const tooLong = (what: string) => new ClientError('too_large', `the server ${what}`);
