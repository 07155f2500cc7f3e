/** The site behind node:http: it only translates. Every URL is the configured one's, whatever Host says (RFC 9110 §7.1). */
import type { IncomingMessage, RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import type { Site } from './site.ts';

export function siteListener({ origin, handle }: Pick<Site, 'origin' | 'handle'>): RequestListener {
  return async (message, response) => {
    const request = requestOf(message, origin);
    const answer = request ? await handle(request) : new Response(null, { status: 400 });
    response.statusCode = answer.status;
    for (const [name, value] of answer.headers) response.appendHeader(name, value);
    // The rest of a body that is too long is not waited for: nothing else comes this way (RFC 9112 §9.6).
    if (!message.complete) response.setHeader('Connection', 'close');
    response.end(new Uint8Array(await answer.arrayBuffer()));
    // A body that nobody read is thrown away, so that the connection can go on.
    message.resume();
  };
}

/** Undefined for what is no request to this server, such as a target in a form that only proxies take. */
function requestOf(message: IncomingMessage, origin: string): Request | undefined {
  const { method = 'GET', url: target = '/', rawHeaders } = message;
  if (!target.startsWith('/') || !URL.canParse(origin + target)) return undefined;
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  try {
    return new Request(origin + target, {
      method,
      headers,
      ...(hasBody && { body: Readable.toWeb(message) as ReadableStream, duplex: 'half' }),
    });
  } catch {
    // TRACE and its like are methods that nobody may send from a browser (Fetch §2.2.1).
    return undefined;
  }
}
