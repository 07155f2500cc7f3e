/** Scopes for single operations of a koa application; it only translates (RFC 6750 §3.1). */
import type { Middleware, Request } from 'koa';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { incomingBody } from './incoming-body.ts';
import { createScopeGate, type NeededScopes } from './scope-gate.ts';

/**
 * Middleware behind `protect`: 403 for a call that lacks one of the scopes. For scopes that the body tells,
 * `ctx.request.body` is the parsed JSON value afterwards, whether a parser stood before or not; hand it on to the MCP SDK.
 */
export function requireScopes<A extends Auth>(resource: ProtectedResource<A>, needed: NeededScopes): Middleware {
  const gate = createScopeGate(resource, needed);
  return async (context, next) => {
    const request: Request & { body?: unknown } = context.request;
    const body = await incomingBody(context.req, gate, request.body);
    const refusal = body instanceof Response ? body : gate.judge(context.state['auth'] as Auth | undefined, body);
    if (refusal !== undefined) {
      context.status = refusal.status;
      context.set(Object.fromEntries(refusal.headers));
      context.body = await refusal.text();
      return;
    }
    request.body = body;
    await next();
  };
}
