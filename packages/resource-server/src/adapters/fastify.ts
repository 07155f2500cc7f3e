/** The guard as a fastify plugin; it only translates (RFC 9728, RFC 6750). */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { headOf, setHeaders } from './incoming-message.ts';

export { requireScopes } from '../scopes/fastify.ts';

/**
 * A plugin that answers well-known documents and refusals before a body is parsed, and sets `request.auth` and
 * `request.raw.auth` on calls that it lets through. Register it at the root, where the documents are: it is for the whole
 * instance that it is registered on, whatever was registered there before. Requests for other paths pass unguarded. The
 * body stream stays untouched.
 */
export function protect<A extends Auth>(resource: ProtectedResource<A>): FastifyPluginAsync {
  async function judge(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const head = headOf(request.raw);
    const outcome = await resource.handle(head);
    if (outcome instanceof Response) {
      outcome.headers.forEach((value, name) =>
        name === 'vary' ? reply.raw.appendHeader(name, value) : reply.header(name, value),
      );
      return reply
        .code(outcome.status)
        .send(outcome.body === null ? undefined : Buffer.from(await outcome.arrayBuffer()));
    }
    if (outcome === undefined) return;
    // On node's own answer, so that they are there for a handler that writes to it by itself, too.
    setHeaders(reply.raw, resource.corsHeaders(head));
    Object.assign(request, { auth: outcome });
    Object.assign(request.raw, { auth: outcome });
  }
  const plugin: FastifyPluginAsync = async (instance) => {
    if (!instance.hasRequestDecorator('auth')) instance.decorateRequest('auth');
    instance.addHook('onRequest', judge);
  };
  // The guard of the instance itself, and not of a scope of its own (fastify-plugin does the same).
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
