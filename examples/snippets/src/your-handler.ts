/** Stands for what your server does with a call that was let through: `request.auth` says who calls and what they may do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Auth } from '@granthouse/resource-server';

export function handle(request: IncomingMessage & { auth: Auth }, response: ServerResponse): void {
  const { subject, scopes } = request.auth;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ subject, scopes }));
}
