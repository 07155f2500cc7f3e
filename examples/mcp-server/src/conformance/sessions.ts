/** Sessions of 2025-11-25, each for the caller who began it: its id alone opens nothing (MCP security best practices, Session Hijacking). */
import { randomUUID } from 'node:crypto';
import {
  type McpHandlerRequestOptions,
  type McpServer,
  WebStandardStreamableHTTPServerTransport as StreamableTransport,
} from '@modelcontextprotocol/server';
import { callerOf } from '../caller.ts';
import { createEventLog } from './event-log.ts';

interface Session {
  readonly caller: string;
  readonly transport: StreamableTransport;
}

export interface Sessions {
  fetch(request: Request, options?: McpHandlerRequestOptions): Promise<Response>;
  close(): Promise<void>;
}

export function createSessions(createServer: () => McpServer): Sessions {
  const sessions = new Map<string, Session>();

  async function begin(request: Request, call: McpHandlerRequestOptions): Promise<Response> {
    const caller = callerOf(call.authInfo).key;
    const transport = new StreamableTransport({
      sessionIdGenerator: randomUUID,
      eventStore: createEventLog(),
      retryInterval: 1000,
      onsessioninitialized: (id) => void sessions.set(id, { caller, transport }),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await createServer().connect(transport);
    const answer = await transport.handleRequest(request, call);
    // Whatever it was, it began no session.
    if (transport.sessionId === undefined) await transport.close();
    return answer;
  }

  return {
    async fetch(request, call = {}) {
      const id = request.headers.get('mcp-session-id');
      if (id === null) return begin(request, call);
      const session = sessions.get(id);
      if (session === undefined || session.caller !== callerOf(call.authInfo).key) return sessionNotFound();
      const answer = await session.transport.handleRequest(request, call);
      return request.method === 'GET' ? opened(answer) : answer;
    },
    async close() {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()));
      sessions.clear();
    },
  };
}

/** Says something at once, because node sends the head of an answer with the first bytes of its body. */
function opened(answer: Response): Response {
  if (!answer.ok || answer.body === null) return answer;
  const greeting = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(': open\n\n')),
  });
  return new Response(answer.body.pipeThrough(greeting), answer);
}

function sessionNotFound(): Response {
  const error = { code: -32_001, message: 'There is no such session: begin one with initialize.' };
  return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 });
}
