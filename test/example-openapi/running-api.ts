/** The order desk's API on a free port, with a service that may call it, people of every role, and a clock that a test moves. */
import { createOrderDeskApi, createPersonTokens, type OrderDeskApiOptions } from '@granthouse/example-openapi-server';
import { newApiKey } from '@granthouse/resource-server';
import { freePort } from '../support/free-port.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

export const people = {
  vera: { name: 'Vera Viewer', role: 'viewer' },
  carl: { name: 'Carl Clerk', role: 'clerk' },
  mona: { name: 'Mona Manager', role: 'manager' },
} as const;

const everyScope = ['orders:read', 'orders:write', 'customers:write', 'refunds:write'];

export interface Sending {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Whose token goes along; Mona's by default. */
  readonly as?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

export interface RunningApi {
  readonly url: string;
  /** Who signs the tokens of persons. */
  readonly issuer: string;
  readonly serviceKey: string;
  readonly clock: TestClock;
  readonly logged: string[];
  /** A token as the service signs it. */
  token(subject: string, scopes?: readonly string[]): Promise<string>;
  /** With the key of the service and a new token, unless `headers` say otherwise. */
  send(path: string, sending?: Sending): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export async function startApi(options: Partial<OrderDeskApiOptions> = {}): Promise<RunningApi> {
  const url = `http://localhost:${await freePort()}/v1`;
  const issuer = 'http://localhost:9411/v1/mcp';
  const clock = createTestClock();
  const tokens = await createPersonTokens({ issuer, audience: url, now: clock.now });
  const { key: serviceKey, sha256 } = await newApiKey('svc_');
  const logged: string[] = [];
  const record = (fields: object, message: string) => void logged.push(JSON.stringify({ message, ...fields }));
  const api = createOrderDeskApi({
    url,
    serviceKeys: [sha256],
    personTokens: { issuer, keys: [tokens.publicKey] },
    people,
    now: clock.now,
    log: { warn: record, error: record },
    ...options,
  });
  await api.listen();
  const token: RunningApi['token'] = (subject, scopes = everyScope) => tokens.sign(subject, scopes);
  return {
    url,
    issuer,
    serviceKey,
    clock,
    logged,
    token,
    async send(path, { method = 'GET', body, headers = {}, as = 'mona' } = {}) {
      const known = { 'x-service-key': serviceKey, authorization: `Bearer ${await token(as)}` };
      const answer = await fetch(url + path, {
        method,
        headers: { ...known, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
      const json = (isJson ? await answer.json() : {}) as Record<string, unknown>;
      return { status: answer.status, headers: answer.headers, json };
    },
    close: () => api.close(),
  };
}
