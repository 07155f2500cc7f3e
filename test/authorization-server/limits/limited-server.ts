/** A server behind a declared proxy, so that a test can ask from any address, with a clock that the test moves. */
import { Agent, request } from 'node:http';
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { authorizationRequest, post, postForm, publicClient } from '../../support/oauth-client.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

export interface LimitedServer extends RunningServer {
  readonly clock: TestClock;
  /** The events `limit.reached`, without what is the same for all. */
  reached(): Array<Record<string, unknown>>;
  register(address: string, metadata?: object): Promise<Response>;
  /** Follows nothing. */
  authorize(address: string, clientId: string, accept?: string): Promise<Response>;
  postForm(address: string, path: string, fields: Record<string, string>): Promise<Response>;
}

export async function limitedServer(options: Partial<AuthorizationServerOptions> = {}): Promise<LimitedServer> {
  const clock = createTestClock();
  const server = await startAuthorizationServer('https://orders.example.com/mcp', {
    trustedProxies: ['127.0.0.1', '::1'],
    now: clock.now,
    ...options,
  });
  const { issuer } = server;
  const from = (address: string) => ({ 'x-forwarded-for': address });
  return Object.assign(server, {
    clock,
    reached() {
      const lines = server.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
      return lines
        .filter(({ event }) => event === 'limit.reached')
        .map(({ event: _event, message: _message, ...fields }) => fields);
    },
    register: (address: string, metadata: object = publicClient) => post(`${issuer}/register`, metadata, from(address)),
    authorize: (address: string, clientId: string, accept = 'text/html') =>
      fetch(authorizationRequest(issuer, clientId).url, { redirect: 'manual', headers: { accept, ...from(address) } }),
    postForm: (address: string, path: string, fields: Record<string, string>) =>
      postForm(`${issuer}${path}`, fields, from(address)),
  });
}

/** A client of its own name, so that it is new. */
export const newClient = (number: number | string) => ({ ...publicClient, client_name: `App ${number}` });

/** A client with a secret, which is new each time. */
export const ownClient = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };

/** The statuses of as many registrations of new clients, without the cost of `fetch` for each; `each` is called with each number. */
export async function floodedFrom(
  address: string,
  { issuer }: Pick<LimitedServer, 'issuer'>,
  { count, each }: { count: number; each: (index: number) => Promise<void> },
): Promise<Record<number, number>> {
  const { hostname, port, host } = new URL(issuer);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const headers = { host, 'content-type': 'application/json', 'x-forwarded-for': address };
  const flooded = await statusesOf(count, async (index) => {
    await each(index);
    const body = JSON.stringify(newClient(index));
    return new Promise<Response>((resolve, reject) => {
      const sent = request({ hostname, port, agent, method: 'POST', path: '/register', headers }, (answer) => {
        answer.resume().once('end', () => resolve(new Response(undefined, { status: answer.statusCode ?? 500 })));
      });
      sent.once('error', reject).end(body);
    });
  });
  agent.destroy();
  return flooded;
}

/** The statuses of many requests, a few at a time, each with how often it came. */
export async function statusesOf(
  count: number,
  ask: (index: number) => Promise<Response>,
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  const queue = Array.from({ length: count }, (_, index) => index).values();
  const work = async () => {
    for (const index of queue) {
      const response = await ask(index);
      await response.arrayBuffer();
      counts[response.status] = (counts[response.status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return counts;
}
