/** Whether a server speaks only the transport of 2024-11-05, which no host of today uses (MCP 2025-11-25, transports, backwards compatibility). */
import { ClientError } from '../client-error.ts';
import { isEventStream } from '../network/bounded-answer.ts';
import type { Bound } from './authorised-fetch.ts';
import { operate } from './operation.ts';

/** The error that names it; undefined when something else is wrong. */
export async function httpSseOnly(bound: Bound, cause: unknown): Promise<ClientError | undefined> {
  if (!(cause instanceof ClientError) || cause.code !== 'not_mcp') return undefined;
  if (!(await speaksHttpSse(bound))) return undefined;
  const { host } = bound.endpoint;
  return new ClientError('not_mcp', `${host} speaks HTTP+SSE alone, which Streamable HTTP has replaced`, cause.details);
}

/** Such a server opens a stream, and says first where messages go. */
function speaksHttpSse({ endpoint, credential, fetch }: Bound): Promise<boolean> {
  const asked = operate({ timeLimit: 5_000 }, async (signal) => {
    const headers = { ...(await credential.fields()), accept: 'text/event-stream' };
    const response = await fetch(endpoint, { headers, signal });
    const isStream = response.status === 200 && isEventStream(response.headers);
    return isStream && /^event: ?endpoint\r?$/m.test(await beginning(response));
  });
  return asked.catch(() => false);
}

async function beginning({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const chunks: AsyncIterable<Uint8Array> | null = body;
  for await (const chunk of chunks ?? []) {
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop ends the answer.
    if (text.includes('data:') || text.length > 4_096) break;
  }
  return text;
}
