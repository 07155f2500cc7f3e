/** The guard as koa middleware; it only translates (RFC 9728, RFC 6750). */
import type { Middleware } from 'koa';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { headOf, setHeaders } from './incoming-message.ts';

export { requireScopes } from '../scopes/koa.ts';

/**
 * Middleware that answers well-known documents and refusals, and sets `ctx.state.auth` and `ctx.req.auth` on calls that
 * it lets through: typed in what is chained behind it. Requests for other paths pass unguarded. The body stream stays
 * untouched.
 */
export function protect<A extends Auth>(resource: ProtectedResource<A>): Middleware<{ auth: A }> {
  return async (context, next) => {
    const head = headOf(context.req, context.originalUrl);
    const outcome = await resource.handle(head);
    if (outcome instanceof Response) {
      context.status = outcome.status;
      setHeaders(context.res, Object.fromEntries(outcome.headers));
      context.body = outcome.body === null ? null : Buffer.from(await outcome.arrayBuffer());
      return;
    }
    if (outcome !== undefined) {
      setHeaders(context.res, resource.corsHeaders(head));
      context.state.auth = outcome;
      Object.assign(context.req, { auth: outcome });
    }
    await next();
  };
}
