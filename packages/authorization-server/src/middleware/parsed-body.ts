/** Bodies that a parser of the application around has read: they are found in `request.body`, as express leaves them. */
import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';

/** What a parser left; undefined when the body is still to be read. */
export function parsedBody(request: IncomingMessage & { body?: unknown }): unknown {
  return request.readableEnded ? request.body : undefined;
}

/** A body that was read and left nowhere is the operator's to mend: the log says how. */
export const parsedBodies: Middleware = async ({ req }, next) => {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = req.headers;
  if (req.readableEnded && (length !== '0' || coding !== undefined) && parsedBody(req) === undefined) {
    throw new Error('a body parser has read the request and left no request.body: mount the server before the parser');
  }
  await next();
};
