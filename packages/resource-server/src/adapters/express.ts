/** The guard as express middleware, for express 5 and 4; it only translates (RFC 9728, RFC 6750). */
import type { ServerResponse } from 'node:http';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { guardedBy } from './auth-of.ts';
import { headOf, type Message, sendResponse, setHeaders } from './incoming-message.ts';

export { requireScopes } from '../scopes/express.ts';
export { authOf } from './auth-of.ts';

/** Fits wherever express takes a request handler; spelled out, so that the types of no version of express are needed. */
export type GuardMiddleware = (
  request: Message & { route?: unknown },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Middleware that answers well-known documents and refusals, and sets `request.auth` on calls that it lets through.
 * Mount it at the root, where the documents are, and before whatever parses bodies: the body stream stays untouched.
 * Requests for other paths pass unguarded; in a route, none does.
 */
export function protect<A extends Auth>(resource: ProtectedResource<A>): GuardMiddleware {
  return async (request, response, next) => {
    try {
      const sent = headOf(request);
      // In a route it guards that one, whatever a proxy in front has made of its path.
      const head = request.route === undefined ? sent : { ...sent, routedUrl: resource.resource };
      const outcome = await resource.handle(head);
      if (outcome instanceof Response) return await sendResponse(outcome, response);
      if (outcome !== undefined) {
        setHeaders(response, resource.corsHeaders(head));
        Object.assign(request, { auth: outcome, [guardedBy]: resource });
      }
    } catch (error) {
      return next(error);
    }
    next();
  };
}
