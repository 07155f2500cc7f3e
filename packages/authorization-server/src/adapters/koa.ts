/** The authorization server as koa middleware, beside other routes or under a prefix; it only translates. */
import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import type { AuthorizationServer } from '../authorization-server.ts';

/**
 * Middleware that answers what is the server's own and passes everything else on. It knows its own path: use it at the
 * root of the application, where the metadata documents are, and before whatever parses bodies.
 */
export function serve(server: AuthorizationServer): Middleware {
  const callback = server.callback();
  return (context, next) => {
    const request: IncomingMessage & { originalUrl?: string; body?: unknown } = context.req;
    // Koa alone knows what a mount took off the path, and what a parser made of the body.
    request.originalUrl ??= context.originalUrl;
    request.body ??= (context.request as { body?: unknown }).body;
    context.respond = false;
    return callback(request, context.res, () => {
      context.respond = true;
      return next();
    });
  };
}
