/** One tool call in plain HTTP, for clients that bring OAuth but no MCP (MCP 2025-11-25, Streamable HTTP). */
import { parseChallenges } from '@granthouse/protocol';

export const toolCall = {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'list_customers', arguments: {} },
  }),
};

export function callTool(resource: string, token?: string): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(resource, { ...toolCall, headers: { ...toolCall.headers, ...authorization } });
}

/** The first call of a client that has nothing yet: where its challenge leads to. */
export async function challengedAt(resource: string): Promise<{ metadata: URL; scope: string }> {
  const response = await callTool(resource);
  const [challenge] = parseChallenges(response.headers.get('www-authenticate') ?? '');
  if (response.status !== 401 || !challenge) throw new Error(`expected a challenge, got ${response.status}`);
  const { resource_metadata: metadata = '', scope = '' } = challenge.parameters;
  return { metadata: new URL(metadata), scope };
}
