/** A guard before an issuer whose introspection endpoint answers as a test wants, over real HTTP (RFC 7662 §2). */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthorizationServerOptions, ProtectedResourceOptions } from '@granthouse/resource-server';
import { type GuardedServer, startGuardedServer } from './guarded-server.ts';
import { createTestClock, type TestClock } from './test-clock.ts';
import { startTestIssuer, type TestIssuer } from './test-issuer.ts';

export interface Question {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

export interface IntrospectedGuard extends GuardedServer {
  readonly clock: TestClock;
  readonly issuer: TestIssuer;
  readonly endpoint: string;
  readonly asked: Question[];
  readonly warned: string[];
  /** What the server says of a good token for the guard, changed. */
  answerFor(change?: Record<string, unknown>): Record<string, unknown>;
  /** What is answered from now on; by default, that the token is good. */
  reply: (response: ServerResponse, question: Question) => void;
}

export const client = { clientId: 'orders server', clientSecret: 'a secret: with + and ü' };

type Asking = Partial<NonNullable<Exclude<AuthorizationServerOptions, string>['introspection']>>;

/** Ends with `close`. */
export async function startIntrospectedGuard(
  asking: Asking = {},
  options: Partial<ProtectedResourceOptions> = {},
): Promise<IntrospectedGuard> {
  const clock = createTestClock();
  const issuer = await startTestIssuer(clock);
  const asked: Question[] = [];
  const warned: string[] = [];
  const server = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const question = {
      method: request.method,
      headers: request.headers,
      form: new URLSearchParams(String(Buffer.concat(body))),
    };
    asked.push(question);
    guard.reply(response, question);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`;
  issuer.changeMetadata({ introspection_endpoint: endpoint });
  const introspection = { ...client, ...asking } as typeof client;
  const guarded = await startGuardedServer('node', {
    authorizationServers: [{ issuer: issuer.issuer, introspection }],
    now: clock.now,
    log: { warn: (details, message) => warned.push(`${message} ${inspect(details)}`) },
    ...options,
  });
  const answerFor: IntrospectedGuard['answerFor'] = (change) => ({
    active: true,
    client_id: 'client-1',
    sub: 'person-1',
    aud: guarded.resource.resource,
    scope: 'orders:read',
    exp: clock.seconds() + 600,
    token_type: 'Bearer',
    ...change,
  });
  const guard: IntrospectedGuard = {
    ...guarded,
    clock,
    issuer,
    endpoint,
    asked,
    warned,
    answerFor,
    reply: (response) => sendJson(response, answerFor()),
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all([once(server, 'close'), guarded.close(), issuer.goAway()]);
    },
  };
  return guard;
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** All that a logger could write of it. */
function inspect({ err, ...details }: Record<string, unknown>): string {
  const { stack, cause } = err instanceof Error ? err : {};
  return JSON.stringify({ ...details, stack, cause: cause instanceof Error ? cause.stack : cause });
}
