/** The bodies of requests: read here under a limit, or by a parser of the application around, which leaves them in `request.body` as express does. */
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { Middleware } from 'koa';

/** What a parser left; undefined when the body is still to be read. */
export function parsedBody(request: IncomingMessage & { body?: unknown }): unknown {
  return request.readableEnded ? request.body : undefined;
}

/** Throws when the body is longer, or its sender goes away; what was not read stays in the request. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  // An iterator over the request comes to the same, at twice the price.
  await new Promise<void>((resolve, reject) => {
    let length = 0;
    const unwatch = finished(request, { writable: false }, (error) => (error ? reject(error) : resolve()));
    request.on('data', function take(chunk: Buffer) {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= mostBytes) return;
      unwatch();
      request.off('data', take).pause();
      reject(new RangeError(`the body is longer than ${mostBytes} bytes`));
    });
  });
  return Buffer.concat(chunks).toString('utf8');
}

/** A body that was read and left nowhere is the operator's to mend: the log says how. */
export const parsedBodies: Middleware = ({ req }, next) => {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = req.headers;
  if (req.readableEnded && (length !== '0' || coding !== undefined) && parsedBody(req) === undefined) {
    throw new Error('a body parser has read the request and left no request.body: mount the server before the parser');
  }
  return next();
};
