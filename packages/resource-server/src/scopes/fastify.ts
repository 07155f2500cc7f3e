/** Scopes for single operations of a fastify instance; it only translates (RFC 6750 §3.1). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { incomingBody } from './incoming-body.ts';
import { createScopeGate, type NeededScopes } from './scope-gate.ts';

/** Fits `preHandler` of a route and of an instance. */
export type ScopeHook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * A `preHandler` behind `protect`: 403 for a call that lacks one of the scopes. For scopes that the body tells,
 * `request.body` is its JSON value afterwards; hand it on to the MCP SDK.
 */
export function requireScopes<A extends Auth>(resource: ProtectedResource<A>, needed: NeededScopes): ScopeHook {
  const gate = createScopeGate(resource, needed);
  return async (request, reply) => {
    const body = await incomingBody(request.raw, gate, request.body);
    const refusal =
      body instanceof Response ? body : gate.judge((request as FastifyRequest & { auth?: Auth }).auth, body);
    if (refusal === undefined) {
      request.body = body;
      return undefined;
    }
    refusal.headers.forEach((value, name) => reply.header(name, value));
    return reply.code(refusal.status).send(await refusal.text());
  };
}
