/** A refusal that an agent reads: tool errors and JSON-RPC errors under HTTP 200, which no host takes for a challenge (MCP tools, error handling). */

interface Request {
  readonly id: string | number;
  readonly method: string;
  readonly params?: { readonly _meta?: unknown };
}

/** As many messages as the SDK takes in a batch; more are answered as one. */
const mostMessages = 100;

/** Answers every request of this body with the same words; undefined when it holds none that waits for an answer. */
export function toolErrors(body: unknown, text: string): Response | undefined {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  if (messages.length > mostMessages) return undefined;
  const answers = messages.filter(isRequest).map((request) => answerTo(request, text));
  if (answers.length === 0) return undefined;
  return Response.json(Array.isArray(body) ? answers : answers[0], { headers: { 'cache-control': 'no-store' } });
}

function answerTo({ id, method, params }: Request, text: string): object {
  if (method !== 'tools/call') return { jsonrpc: '2.0', id, error: { code: -32_000, message: text } };
  // The revision 2026-07-28 demands it, and its requests are known by what they say of themselves in `_meta`.
  const meta = Object(params?._meta) as object;
  const kind = 'io.modelcontextprotocol/protocolVersion' in meta && { resultType: 'complete' };
  const content = [{ type: 'text', text }];
  return { jsonrpc: '2.0', id, result: { content, isError: true, ...kind } };
}

function isRequest(message: unknown): message is Request {
  const { id, method } = Object(message) as Partial<Record<string, unknown>>;
  return typeof method === 'string' && (typeof id === 'string' || typeof id === 'number');
}
