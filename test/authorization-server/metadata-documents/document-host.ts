/** The internet as far as these tests need it: documents by address, each one counted as it is fetched. */
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { authorizationRequest } from '../../support/oauth-client.ts';
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

export interface FetchingServer {
  readonly host: DocumentHost;
  readonly clock: TestClock;
  readonly server: RunningServer;
  /** What a browser is answered that a client with this id sent. */
  asked(clientId: string, overrides?: Record<string, string>): Promise<Response>;
}

/** A server whose internet is a host of documents. Its budgets begin anew with each minute of its clock. */
export async function fetchingServer(): Promise<FetchingServer> {
  const host = documentHost();
  const clock = createTestClock();
  const server = await startAuthorizationServer('https://orders.example.com/mcp', {
    fetch: host.fetch,
    now: clock.now,
  });
  const asked = (clientId: string, overrides: Record<string, string> = {}) =>
    fetch(authorizationRequest(server.issuer, clientId, overrides).url, {
      redirect: 'manual',
      headers: { accept: 'text/html' },
    });
  return { host, clock, server, asked };
}
