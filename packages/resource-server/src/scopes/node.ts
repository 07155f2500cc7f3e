/** Scopes for a node:http handler behind the guard; it only translates (RFC 6750 §3.1). */
import type { ServerResponse } from 'node:http';
import type { AccessToken } from '../access-token.ts';
import { sendResponse } from '../adapters/incoming-message.ts';
import type { AuthenticatedHandler, AuthenticatedRequest } from '../adapters/node.ts';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { incomingBody } from './incoming-body.ts';
import { createScopeGate, type NeededScopes } from './scope-gate.ts';

/** `parsedBody` is there for scopes that the body tells: the stream is read then. The handlers of both lines of the MCP SDK fit. */
export type ScopedHandler<A extends Auth = AccessToken> = (
  request: AuthenticatedRequest<A>,
  response: ServerResponse,
  parsedBody?: unknown,
) => void | Promise<void>;

/** A handler for `protect`: 403 for a call that lacks one of the scopes, and `handler` for all others. */
export function requireScopes<A extends Auth>(
  resource: ProtectedResource<A>,
  needed: NeededScopes,
  handler: ScopedHandler<A>,
): AuthenticatedHandler<A> {
  const gate = createScopeGate(resource, needed);
  return async (request, response) => {
    const body = await incomingBody(request, gate, undefined);
    const refusal = body instanceof Response ? body : gate.judge(request.auth, body);
    return refusal === undefined ? handler(request, response, body) : sendResponse(refusal, response);
  };
}
