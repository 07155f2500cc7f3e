/** The guard in front of a Streamable HTTP handler of the 2.x SDK. */
import type { ServerResponse } from 'node:http';
import { parseChallenges, parseScope } from '@granthouse/protocol';
import type { Auth, ProtectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { McpHandlerRequestOptions } from '@modelcontextprotocol/server';
import { type Endpoint, jsonRpcError, maxRequestBodySize } from '../endpoint.ts';
import { causeOf, type Log } from '../log.ts';

/** The protocol behind the guard, in the shape of the SDK's own handlers. */
export interface McpEndpoint {
  fetch(request: Request, options?: McpHandlerRequestOptions): Promise<Response>;
  close(): Promise<void>;
}

/** Puts the guard before the protocol. Other methods than `methods` are refused. */
export function createEndpoint(parts: {
  guard: ProtectedResource<Auth>;
  mcp: McpEndpoint;
  log: Log;
  methods: readonly string[];
}): Endpoint {
  const { guard, mcp, log, methods } = parts;
  const onerror = (error: Error) => log.warn({ error: causeOf(error) }, 'a request was refused or failed');
  const requestListener = protect(guard, async (request, response) => {
    // Before there is a web Request, because not every method that node lets in may have one (Fetch §2.2.1).
    if (!methods.includes(request.method)) return refuseMethod(response, methods);
    const fetch: typeof mcp.fetch = async (...call) => {
      const answer = refusePath(call[0], guard.resource) ?? (await mcp.fetch(...call));
      return answer.status === 403 ? restate(answer, { guard, auth: request.auth }) : answer;
    };
    await toNodeHandler({ fetch }, { maxRequestBodySize, onerror })(request, response);
  });
  return { requestListener, close: () => mcp.close() };
}

/** The SDK refuses a method without naming the right one; RFC 9110 §15.5.6 asks for Allow. */
function refuseMethod(response: ServerResponse, methods: readonly string[]): void {
  const error = jsonRpcError(`Method not allowed: send a ${methods.join(', ')}.`);
  response.writeHead(405, { allow: methods.join(', '), 'content-type': 'application/json' }).end(JSON.stringify(error));
}

/** The guard lets whatever stands below its path pass too, and the SDK serves any path. */
function refusePath({ url }: Request, resource: string): Response | undefined {
  if (pathOf(url) === pathOf(resource)) return undefined;
  return Response.json(jsonRpcError('Nothing is served at this path.'), { status: 404 });
}

/** The SDK challenges for what the tool needs; the guard's challenge adds what is granted, in the order that hosts can read. */
function restate(refusal: Response, { guard, auth }: { guard: ProtectedResource<Auth>; auth: Auth }): Response {
  const challenges = parseChallenges(refusal.headers.get('www-authenticate') ?? '');
  const needed = challenges.find(({ parameters }) => parameters['error'] === 'insufficient_scope')?.parameters['scope'];
  return needed === undefined ? refusal : guard.insufficientScope(auth, parseScope(needed));
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '');
}
