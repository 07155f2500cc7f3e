/** Node's own request and response in the terms of the guard, without building a web Request for each call (RFC 9110 §5.3). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHead } from '../request-head.ts';

/** What is put aside when a mount or a rewrite changes the target: by connect, express and fastify alike. */
export type Message = IncomingMessage & { originalUrl?: string };

/** The head of a node request; `sent` is the target that came, where the message itself doesn't say it. */
export function headOf(message: Message, sent = message.url ?? '/'): RequestHead {
  const headers = { get: (name: string) => readHeader(message.rawHeaders, name) ?? authorityOf(message, name) };
  const { method = 'GET', originalUrl: url = sent, url: routedUrl } = message;
  return { method, url, routedUrl, headers };
}

/** Sends the whole answer. */
export async function sendResponse(answer: Response, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status;
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  response.end(new Uint8Array(await answer.arrayBuffer()));
}

// From the raw list, because node keeps only the first of two Authorization headers, and two must be seen to be refused.
function readHeader(rawHeaders: readonly string[], name: string): string | null {
  let joined: string | null = null;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index];
    if (candidate?.length !== name.length || candidate.toLowerCase() !== name) continue;
    const value = rawHeaders[index + 1] ?? '';
    joined = joined === null ? value : `${joined}, ${value}`;
  }
  return joined;
}

// HTTP/2 names the host in a pseudo-header instead (RFC 9113 §8.3.1).
function authorityOf(message: IncomingMessage, name: string): string | null {
  return name === 'host' && message.httpVersionMajor > 1 ? readHeader(message.rawHeaders, ':authority') : null;
}
