/** Node's own request and response in the terms of the guard, without building a web Request for each call (RFC 9110 §5.3). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessToken } from '../access-token.ts';
import type { Auth } from '../auth.ts';
import type { RequestHead } from '../request-head.ts';

/** What is put aside when a mount or a rewrite changes the target: by connect, express and fastify alike. */
export type Message = IncomingMessage & { originalUrl?: string };

/** A call that was let through; a server's requests always have a method and a URL. */
export type AuthenticatedRequest<A extends Auth = AccessToken> = IncomingMessage & {
  auth: A;
  method: string;
  url: string;
};

export type AuthenticatedHandler<A extends Auth = AccessToken> = (
  request: AuthenticatedRequest<A>,
  response: ServerResponse,
) => void | Promise<void>;

/** The head of a node request; `sent` is the target that came, where the message itself doesn't say it. */
export function headOf(message: Message, sent = message.url ?? '/'): RequestHead {
  const headers = { get: (name: string) => authorityOf(message, name) ?? readHeader(message.rawHeaders, name) };
  const { method = 'GET', originalUrl: url = sent, url: routedUrl } = message;
  return { method, url, routedUrl, headers };
}

/** Sends the whole answer. */
export async function sendResponse(answer: Response, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status;
  setHeaders(response, Object.fromEntries(answer.headers));
  response.end(new Uint8Array(await answer.arrayBuffer()));
}

/** What others in front vary by, such as a compression, stays. */
export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
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

// HTTP/2 names the host in a pseudo-header, before any Host (RFC 9113 §8.3.1).
function authorityOf(message: IncomingMessage, name: string): string | null {
  return name === 'host' && message.httpVersionMajor > 1 ? readHeader(message.rawHeaders, ':authority') : null;
}
