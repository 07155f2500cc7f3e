/** The entry on the 1.x SDK: express, guarded, stateless, Streamable HTTP for the revisions up to 2025-11-25. */
import type { Auth, ProtectedResource } from '@granthouse/resource-server';
import { protect, requireScopes } from '@granthouse/resource-server/express';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { type Endpoint, jsonRpcError, maxRequestBodySize } from '../endpoint.ts';
import { causeOf, type Log } from '../log.ts';
import { contextOf, type DeskParts } from '../tools/context.ts';
import { neededScopes } from '../tools/order-desk-tools.ts';
import { createMcpServer } from './server.ts';

type GuardedRequest = Request & { auth?: Auth };

/** Puts the guard before the parser, the parser before the scopes, and the scopes before the protocol. */
export function createEndpoint(parts: DeskParts & { guard: ProtectedResource<Auth> }): Endpoint {
  const { guard, log } = parts;
  const app = express().disable('x-powered-by').enable('case sensitive routing');
  app.use(protect(guard));
  app
    .route(new URL(guard.resource).pathname)
    .post(express.json({ limit: maxRequestBodySize }), requireScopes(guard, neededScopes), answerWith(parts))
    .all(refuseMethod);
  app.use(refusePath, refuseBroken(log));
  return { requestListener: app, close: () => Promise.resolve() };
}

function answerWith(parts: DeskParts): RequestHandler {
  return async (request: GuardedRequest, response) => {
    const server = createMcpServer(contextOf(parts, request.auth));
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK has this way alone
    server.server.onerror = (error) => parts.log.warn({ error: causeOf(error) }, 'a request was refused or failed');
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.once('close', () => void server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  };
}

/** No streams and no sessions to end: only POST is left, and RFC 9110 §15.5.6 asks to name it. */
function refuseMethod(_request: Request, response: Response): void {
  response.status(405).set('allow', 'POST').json(jsonRpcError('Method not allowed: send a POST.'));
}

function refusePath(_request: Request, response: Response): void {
  response.status(404).json(jsonRpcError('Nothing is served at this path.'));
}

/** What the parser refuses has a status of the 4xx class; everything else is a fault of ours. */
function refuseBroken(log: Log): ErrorRequestHandler {
  // oxlint-disable-next-line eslint/max-params -- express knows it by its four parameters
  return (error: unknown, _request, response, next) => {
    log.warn({ error: causeOf(error) }, 'a request was refused or failed');
    if (response.headersSent) return next(error);
    const { status = 500 } = Object(error) as { status?: number };
    response.status(status).json(jsonRpcError(status < 500 ? 'The body can not be read.' : 'Internal error.'));
  };
}
