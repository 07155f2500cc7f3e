/** The guard in front of a web-standard handler, `(request) => Response`; it only translates (RFC 9728, RFC 6750). */
import type { AccessToken } from '../access-token.ts';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';

export { requireScopes, type ScopedHandler } from '../scopes/fetch.ts';

/** Answers an authenticated call. `more` is what the platform gives beside the request, such as bindings or parameters. */
export type AuthenticatedHandler<More extends unknown[], A extends Auth = AccessToken> = (
  request: Request,
  call: { auth: A },
  ...more: More
) => Response | Promise<Response>;

/**
 * A handler for Workers, Deno, Bun, Next and whatever else speaks `Request` and `Response`. `handler` sees authenticated
 * calls of the resource's own paths and nothing else: well-known documents and refusals are answered here, any other path
 * with 404. The body stream stays untouched. What `handler` throws is the platform's to handle.
 */
export function protect<More extends unknown[] = [], A extends Auth = AccessToken>(
  resource: ProtectedResource<A>,
  handler: AuthenticatedHandler<More, A>,
): (request: Request, ...more: More) => Promise<Response> {
  return async (request, ...more) => {
    const outcome = (await resource.handle(request)) ?? new Response(null, { status: 404 });
    if (outcome instanceof Response) return request.method === 'HEAD' ? new Response(null, outcome) : outcome;
    const answer = await handler(request, { auth: outcome }, ...more);
    return withHeaders(answer, resource.corsHeaders(request));
  };
}

// On a copy, because the headers of an answer that came from elsewhere can't be changed (Fetch §5.5).
function withHeaders(answer: Response, headers: Readonly<Record<string, string>>): Response {
  const entries = Object.entries(headers);
  if (entries.length === 0) return answer;
  const copy = new Response(answer.body, answer);
  for (const [name, value] of entries) copy.headers[name === 'vary' ? 'append' : 'set'](name, value);
  return copy;
}
