/** The one endpoint: guarded, stateless, Streamable HTTP for the revisions 2025-11-25 and 2026-07-28 alike. */
import type { RequestListener, ServerResponse } from 'node:http';
import { parseChallenges, parseScope } from '@granthouse/protocol';
import type { AccessToken, ProtectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/node';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { type AuthInfo, createMcpHandler } from '@modelcontextprotocol/server';
import type { Log } from './log.ts';
import { OpenRequests } from './open-requests.ts';
import type { OrderDesk } from './order-desk/database.ts';
import { createMcpServer } from './server.ts';
import type { Caller } from './tools/tool.ts';

export interface Endpoint {
  readonly requestListener: RequestListener;
  /** Resolves when every request is answered. */
  close(): Promise<void>;
}

/** The longest arguments of any tool take a few kilobytes. */
const maxRequestBodySize = 64 * 1024;

/** Puts the guard before the protocol, and the protocol before the order desk. */
export function createEndpoint(parts: { desk: OrderDesk; guard: ProtectedResource; log: Log }): Endpoint {
  const { desk, guard, log } = parts;
  const open = new OpenRequests();
  const options = {
    maxRequestBodySize,
    onerror: (error: Error) => log.warn({ error: causeOf(error) }, 'a request was refused or failed'),
  };
  const report = (error: unknown, reference: string) =>
    log.error({ reference, error: causeOf(error) }, 'a tool failed');
  const mcp = createMcpHandler(
    ({ authInfo }) => createMcpServer({ desk, caller: callerOf(authInfo), report }),
    options,
  );
  const guarded = protect(guard, async (request, response) => {
    // Before there is a web Request, because not every method that node lets in may have one (Fetch §2.2.1).
    if (request.method !== 'POST') return refuseMethod(response);
    const fetch: typeof mcp.fetch = async (...call) => {
      const answer = refusePath(call[0], guard.resource) ?? (await mcp.fetch(...call));
      return answer.status === 403 ? restate(answer, { guard, token: request.auth }) : answer;
    };
    await toNodeHandler({ fetch }, options)(request, response);
  });
  return {
    requestListener(request, response) {
      open.add(response);
      guarded(request, response);
    },
    async close() {
      await open.drained();
      await mcp.close();
    },
  };
}

/** The SDK refuses a method without naming the right one; RFC 9110 §15.5.6 asks for Allow. */
function refuseMethod(response: ServerResponse): void {
  const error = jsonRpcError('Method not allowed: send a POST.');
  response.writeHead(405, { allow: 'POST', 'content-type': 'application/json' }).end(JSON.stringify(error));
}

/** The guard lets whatever stands below its path pass too, and the SDK serves any path. */
function refusePath({ url }: Request, resource: string): Response | undefined {
  if (pathOf(url) === pathOf(resource)) return undefined;
  return Response.json(jsonRpcError('Nothing is served at this path.'), { status: 404 });
}

/** The SDK challenges for what the tool needs; the guard's challenge adds what is granted, in the order that hosts can read. */
function restate(refusal: Response, { guard, token }: { guard: ProtectedResource; token: AccessToken }): Response {
  const challenges = parseChallenges(refusal.headers.get('www-authenticate') ?? '');
  const needed = challenges.find(({ parameters }) => parameters['error'] === 'insufficient_scope')?.parameters['scope'];
  return needed === undefined ? refusal : guard.insufficientScope(token, parseScope(needed));
}

/** A subject is unique for its issuer only (RFC 7519 §4.1.2), so a key that is unique here holds both. */
function callerOf(authInfo: AuthInfo | undefined): Caller {
  const { issuer, subject } = authInfo?.extra ?? {};
  if (typeof issuer !== 'string' || typeof subject !== 'string') throw new Error('the token names no caller');
  return { key: JSON.stringify([issuer, subject]), name: subject };
}

const jsonRpcError = (message: string) => ({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '');
}

function causeOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
