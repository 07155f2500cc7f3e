/** The authorization server as koa middleware, beside other routes or under a prefix; it only translates. */
import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import type { AuthorizationServer } from '../authorization-server.ts';
import type { EntranceListener } from '../entrance.ts';

/**
 * Middleware that answers what is the server's own and passes everything else on. It knows its own path: use it at the
 * root of the application, where the metadata documents are, and before whatever parses bodies.
 */
export function serve(server: AuthorizationServer): Middleware {
  return inKoa(server.callback());
}

/** The server's `defaultEndpoints` as koa middleware, for the origin of an MCP server: use it before the guard. */
export function serveDefaultEndpoints(server: AuthorizationServer): Middleware {
  return inKoa(server.defaultEndpoints());
}

function inKoa(listener: EntranceListener): Middleware {
  return (context, next) => {
    const request: IncomingMessage & { originalUrl?: string; body?: unknown } = context.req;
    // Koa alone knows what a mount took off the path, and what a parser made of the body.
    request.originalUrl ??= context.originalUrl;
    request.body ??= (context.request as { body?: unknown }).body;
    context.respond = false;
    return listener(request, context.res, () => {
      context.respond = true;
      return next();
    });
  };
}
