/** Scopes for single operations of a hono application; it only translates (RFC 6750 §3.1). */
import type { MiddlewareHandler } from 'hono';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { createScopeGate, type NeededScopes } from './scope-gate.ts';
import { webBody } from './web-body.ts';

/**
 * Middleware behind `protect`: 403 for a call that lacks one of the scopes. For scopes that the body tells,
 * `c.get('parsedBody')` is its JSON value afterwards; hand it on to the MCP SDK. The body can be read once more.
 */
export function requireScopes<A extends Auth>(
  resource: ProtectedResource<A>,
  needed: NeededScopes,
): MiddlewareHandler<{ Variables: { auth: A; parsedBody?: unknown } }> {
  const gate = createScopeGate(resource, needed);
  return async (context, next) => {
    const { req } = context;
    if (gate.maxBodyBytes !== undefined && req.raw.bodyUsed) {
      // What another middleware has read is kept by hono alone.
      req.raw = new Request(req.raw, { method: req.method, body: await req.arrayBuffer() });
    }
    const read = await webBody(req.raw, gate);
    if (read instanceof Response) return read;
    const refusal = gate.judge(context.get('auth'), read.parsedBody);
    if (refusal !== undefined) return refusal;
    req.raw = read.request;
    context.set('parsedBody', read.parsedBody);
    await next();
  };
}
