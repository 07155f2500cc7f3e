/** A web-standard handler behind node:http, as the platforms that speak `Request` and `Response` put it there (WHATWG Fetch). */
import type { IncomingMessage, RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Answers 500 when the handler fails, as platforms do. */
export function listenerOf(handler: (request: Request) => Promise<Response>): RequestListener {
  return async (message, response) => {
    const answer = await handler(requestOf(message)).catch(() => new Response(null, { status: 500 }));
    response.statusCode = answer.status;
    answer.headers.forEach((value, name) => response.appendHeader(name, value));
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body), response).catch(() => response.destroy());
    // A body that nobody read is thrown away, so that the connection can go on.
    message.removeAllListeners('data').resume();
  };
}

function requestOf(message: IncomingMessage): Request {
  const headers = new Headers();
  for (let index = 0; index < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '');
  const method = message.method ?? 'GET';
  const target = message.url ?? '/';
  // In absolute-form it names the host by itself (RFC 9112 §3.2.2).
  const url = target.startsWith('/') ? `http://${headers.get('host') ?? ''}${target}` : target;
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: Readable.toWeb(message), duplex: 'half' });
}
