/** A refusal in JSON before the engine's application runs; what was not read of the request ends with its connection. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface ProgramAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: { readonly error: string; readonly error_description: string };
}

export function answerProgram(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, body }: ProgramAnswer,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    // What was not read would be taken for the next request on this connection.
    ...(hasUnreadBody(request) ? { Connection: 'close' } : {}),
  });
  response.end(text);
}

function hasUnreadBody({ headers, complete }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0');
}
