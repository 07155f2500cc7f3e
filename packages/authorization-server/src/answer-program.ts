/**
 * A refusal in JSON before the engine's application runs, with the page that explains it (`error_uri`, RFC 6749 §5.2). It
 * has no reference: hosts probe such paths by the thousand, and the log could say no more than the answer does. What was
 * not read of the request ends with its connection.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusals, type RefusalCode } from './refusals/table.ts';
import { errorPath } from './refusals/told.ts';

export interface ProgramAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: RefusalCode;
  readonly description: string;
  readonly issuer: string;
}

export function answerProgram(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, code, description, issuer }: ProgramAnswer,
): void {
  const { error } = refusals[code];
  const text = JSON.stringify({ error, error_description: description, error_uri: `${issuer}${errorPath(code)}` });
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
