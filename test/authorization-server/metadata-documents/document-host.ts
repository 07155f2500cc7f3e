/** The internet as far as these tests need it: documents by address, each one counted as it is fetched. */
import type { AuditEvent, AuthorizationServerOptions } from '@granthouse/authorization-server';
import type { StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { authorizationRequest, callback, obtainCode, redeem } from '../../support/oauth-client.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

export interface DocumentHost {
  /** Give it to the server as its `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /** Addresses, in the order in which they were fetched. */
  readonly fetched: string[];
  put(url: string, answer: () => Response | Promise<Response>): void;
}

export function documentHost(): DocumentHost {
  const answers = new Map<string, () => Response | Promise<Response>>();
  const fetched: string[] = [];
  return {
    fetched,
    put: (url, answer) => void answers.set(url, answer),
    async fetch(input) {
      const { href } = new URL(input instanceof Request ? input.url : input);
      fetched.push(href);
      const answer = answers.get(href);
      if (!answer) throw new TypeError('fetch failed');
      return answer();
    },
  };
}

/** A real answer is served like this. */
export function serves(document: unknown, headers: Record<string, string> = {}): () => Response {
  return () => Response.json(document, { headers });
}

/** Its host is there, and has nothing to give but a status. */
export function failing(status: number): () => Response {
  return () => new Response('{}', { status });
}

export interface FetchingServer {
  readonly host: DocumentHost;
  readonly clock: TestClock;
  readonly server: RunningServer;
  /** What a program would be told by `onEvent`. */
  readonly events: AuditEvent[];
  /** A minute later, at an address of its own, a good document with these members; its address. */
  nextDocument(members?: Readonly<Record<string, unknown>>): string;
  /** What a browser is answered that a client with this id sent. */
  asked(clientId: string, overrides?: Record<string, string>): Promise<Response>;
  /** The whole way to a token for a client, on this server: somebody approves it. */
  connected(clientId: string, overrides?: Record<string, string>): Promise<void>;
  /** Another process on the same store, or this one after a restart. */
  another(options?: Partial<AuthorizationServerOptions>): Promise<FetchingServer>;
}

type Ground = Pick<FetchingServer, 'host' | 'clock' | 'events'> & { readonly storage: StorageEngine };

/** A server whose internet is a host of documents. Its budgets begin anew with each minute of its clock. */
export async function fetchingServer(options: Partial<AuthorizationServerOptions> = {}): Promise<FetchingServer> {
  const clock = createTestClock();
  const storage = options.storage ?? memoryEngine({ now: clock.now });
  return serverOn({ host: documentHost(), clock, events: [], storage }, options);
}

let documents = 0;

function nextDocument({ host, clock }: Ground, members: Readonly<Record<string, unknown>>): string {
  clock.advance(60_000);
  documents += 1;
  const url = `https://host${documents}.example.com/client.json`;
  host.put(url, serves(documentAt(url, members)));
  return url;
}

async function serverOn(ground: Ground, options: Partial<AuthorizationServerOptions>): Promise<FetchingServer> {
  const { host, clock, events, storage } = ground;
  const server = await startAuthorizationServer('https://orders.example.com/mcp', {
    fetch: host.fetch,
    now: clock.now,
    onEvent: (event) => void events.push(event),
    storage,
    ...options,
  });
  return {
    host,
    clock,
    server,
    events,
    nextDocument: (members = {}) => nextDocument(ground, members),
    asked: (clientId, overrides = {}) =>
      fetch(authorizationRequest(server.issuer, clientId, overrides).url, {
        redirect: 'manual',
        headers: { accept: 'text/html' },
      }),
    async connected(clientId, overrides = {}) {
      const { code, verifier } = await obtainCode(server.issuer, clientId, { overrides });
      const redirect_uri = overrides['redirect_uri'] ?? callback;
      const answer = await redeem(server.issuer, { client_id: clientId, code, code_verifier: verifier, redirect_uri });
      if (answer.status !== 200) throw new Error(`token answered ${answer.status}: ${await answer.text()}`);
    },
    another: (more = {}) => serverOn(ground, { ...options, ...more }),
  };
}
