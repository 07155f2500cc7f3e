/** Refusals under HTTP 200, which no host takes for a challenge, each told in JSON-RPC to the request that it is for (MCP tools, error handling). */

interface Request {
  readonly id: string | number;
  readonly method: string;
  readonly params?: { readonly _meta?: unknown };
}

const byName = ['tools/call', 'prompts/get'];
/** As many messages as the SDK takes in a batch; more are answered as one. */
const mostMessages = 100;

/** To be read by the agent, in the place of a tool's answer; undefined when nothing in this body waits for one. */
export function toolErrors(body: unknown, text: string): Response | undefined {
  return answerEach(body, ({ id, method, params }) => {
    if (method !== 'tools/call') return rpcError(id, -32_000, text);
    // The revision 2026-07-28 demands it, and its requests are known by what they say of themselves in `_meta`.
    const meta = Object(params?._meta) as object;
    const kind = 'io.modelcontextprotocol/protocolVersion' in meta && { resultType: 'complete' };
    const content = [{ type: 'text', text }];
    return { jsonrpc: '2.0', id, result: { content, isError: true, ...kind } };
  });
}

/** For a tool or prompt that isn't there, as far as the caller is concerned; undefined when nothing in this body waits for an answer. */
export function unknownNames(body: unknown, text: string): Response | undefined {
  return answerEach(body, ({ id, method }) => rpcError(id, byName.includes(method) ? -32_602 : -32_000, text));
}

function answerEach(body: unknown, answer: (request: Request) => object): Response | undefined {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  if (messages.length > mostMessages) return undefined;
  const answers = messages.filter(isRequest).map(answer);
  if (answers.length === 0) return undefined;
  return Response.json(Array.isArray(body) ? answers : answers[0], { headers: { 'cache-control': 'no-store' } });
}

const rpcError = (id: Request['id'], code: number, message: string) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

function isRequest(message: unknown): message is Request {
  const { id, method } = Object(message) as Partial<Record<string, unknown>>;
  return typeof method === 'string' && (typeof id === 'string' || typeof id === 'number');
}
