/** What every server of the guard's benchmarks answers to a call, so that they differ in the guard alone. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

/** The answer to `tools/list` of a server with one tool. */
export const result = {
  jsonrpc: '2.0',
  id: 1,
  result: { tools: [{ name: 'list_orders', description: 'The latest orders', inputSchema: { type: 'object' } }] },
};

/** Reads the body to its end and drops it. */
export async function drain(request: IncomingMessage): Promise<void> {
  request.resume();
  await once(request, 'end');
}
