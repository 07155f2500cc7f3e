/** The guard as hono middleware; it only translates (RFC 9728, RFC 6750). */
import type { MiddlewareHandler } from 'hono';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { addHeader, headersOf } from './hono-context.ts';

export { requireScopes } from '../scopes/hono.ts';

/**
 * Middleware that answers well-known documents and refusals, and sets `auth` in the context on calls that it lets
 * through: `c.get('auth')` is typed behind it. Requests for other paths pass unguarded; where it is put on one path alone,
 * none does. The body stream stays untouched.
 */
export function protect<A extends Auth>(resource: ProtectedResource<A>): MiddlewareHandler<{ Variables: { auth: A } }> {
  return async (context, next) => {
    const { method, url } = context.req.raw;
    const headers = headersOf(context);
    // On a path of its own it guards that one, whatever a proxy in front has made of it.
    const routedUrl = context.req.routePath.endsWith('*') ? context.req.path : resource.resource;
    const head = { method, url, routedUrl, headers };
    const outcome = await resource.handle(head);
    if (outcome instanceof Response) return outcome;
    if (outcome !== undefined) context.set('auth', outcome);
    await next();
    if (outcome === undefined) return;
    for (const [name, value] of Object.entries(resource.corsHeaders(head))) addHeader(context, name, value);
  };
}
