/** The guard in front of a Streamable HTTP handler of the 2.x SDK. */
import type { ServerResponse } from 'node:http';
import type { Auth, NeededScopes, ProtectedResource } from '@granthouse/resource-server';
import { protect, requireScopes } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import type { McpHandlerRequestOptions } from '@modelcontextprotocol/server';
import { type Endpoint, jsonRpcError, maxRequestBodySize } from '../endpoint.ts';
import { causeOf, type Log } from '../log.ts';

/** The protocol behind the guard, in the shape of the SDK's own handlers. */
export interface McpEndpoint {
  fetch(request: Request, options?: McpHandlerRequestOptions): Promise<Response>;
  close(): Promise<void>;
}

/** Puts the guard before the scopes, and the scopes before the protocol. Other methods than `methods` are refused. */
export function createEndpoint(parts: {
  guard: ProtectedResource<Auth>;
  mcp: McpEndpoint;
  log: Log;
  methods: readonly string[];
  /** What a call needs beside what every call needs. */
  needed?: NeededScopes;
  maxBodyBytes?: number;
}): Endpoint {
  const { guard, mcp, log, methods, needed = [], maxBodyBytes = maxRequestBodySize } = parts;
  const onerror = (error: Error) => log.warn({ error: causeOf(error) }, 'a request was refused or failed');
  const fetch: typeof mcp.fetch = async (request, options) =>
    refusePath(request, guard.resource) ?? mcp.fetch(request, options);
  const answer = toNodeHandler({ fetch }, { maxRequestBodySize: maxBodyBytes, onerror });
  const answerAllowed = requireScopes(guard, needed, answer);
  const requestListener = protect(guard, (request, response) =>
    // Before there is a web Request, because not every method that node lets in may have one (Fetch §2.2.1).
    methods.includes(request.method) ? answerAllowed(request, response) : refuseMethod(response, methods),
  );
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

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '');
}
