/** Scopes for single operations of an express application; it only translates (RFC 6750 §3.1). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendResponse } from '../adapters/incoming-message.ts';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { incomingBody } from './incoming-body.ts';
import { createScopeGate, type NeededScopes } from './scope-gate.ts';

/** Fits wherever express takes a request handler, also where the MCP SDK declares `request.auth` as less. */
export type ScopeMiddleware = (
  request: IncomingMessage & { auth?: unknown; body?: unknown },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Middleware for a route behind `protect`: 403 for a call that lacks one of the scopes. For scopes that the body tells,
 * `request.body` is the parsed JSON value afterwards, whether a parser stood before or not; hand it on to the MCP SDK.
 */
export function requireScopes<A extends Auth>(resource: ProtectedResource<A>, needed: NeededScopes): ScopeMiddleware {
  const gate = createScopeGate(resource, needed);
  return async (request, response, next) => {
    try {
      const body = await incomingBody(request, gate, request.body);
      const refusal = body instanceof Response ? body : gate.judge(request.auth as Auth | undefined, body);
      if (refusal !== undefined) return await sendResponse(refusal, response);
      request.body = body;
    } catch (error) {
      return next(error);
    }
    next();
  };
}
