/** The guard in front of a node:http handler; it only translates (RFC 9728, RFC 6750). */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import {
  type AuthenticatedHandler,
  type AuthenticatedRequest,
  headOf,
  sendResponse,
  setHeaders,
} from './incoming-message.ts';

export type { AuthenticatedHandler, AuthenticatedRequest } from './incoming-message.ts';
export { requireScopes, type ScopedHandler } from '../scopes/node.ts';

/**
 * A listener for a node:http server. `handler` sees authenticated calls of the resource's own paths and nothing else:
 * well-known documents and refusals are answered here, any other path with 404. The body stream stays untouched.
 * A handler that fails is a warning of the process, and 500 on the wire.
 */
export function protect<A extends Auth>(
  resource: ProtectedResource<A>,
  handler: AuthenticatedHandler<A>,
): RequestListener {
  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-length': 0 }).end();
    });
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = headOf(request);
    const outcome = (await resource.handle(head)) ?? new Response(null, { status: 404 });
    if (outcome instanceof Response) return sendResponse(outcome, response);
    setHeaders(response, resource.corsHeaders(head));
    return handler(Object.assign(request, { auth: outcome }) as AuthenticatedRequest<A>, response);
  }
}
