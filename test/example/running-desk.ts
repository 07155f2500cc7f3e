/** An order desk on a free port, with an issuer of its own whose tokens a test can make. */
import {
  createOrderDeskServer,
  type OrderDeskServer,
  type OrderDeskServerOptions,
} from '@granthouse/example-mcp-server';
import { freePort } from '../support/free-port.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer } from '../support/test-issuer.ts';

/** The lines of the MCP SDK that the desk runs on. */
export const lines = [2, 1] as const;

export interface RunningDesk {
  /** The endpoint, on localhost. */
  readonly url: string;
  readonly server: OrderDeskServer;
  /** What the desk told its operator. */
  readonly logged: string[];
  token(scope: string, subject?: string): Promise<string>;
  /** A POST of one JSON-RPC message of the revision 2025-11-25. */
  post(message: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export async function startDesk(options: Partial<OrderDeskServerOptions> = {}): Promise<RunningDesk> {
  const url = `http://localhost:${await freePort()}/mcp`;
  const issuer = await startTestIssuer(createTestClock());
  const logged: string[] = [];
  const record = (fields: object, message: string) => void logged.push(JSON.stringify({ message, ...fields }));
  const log = { warn: record, error: record };
  const server = await createOrderDeskServer({ resource: url, authorizationServers: [issuer.issuer], log, ...options });
  await server.listen();
  return {
    url,
    server,
    logged,
    token: (scope, subject = 'ada') => issuer.mint(url, { claims: { scope, sub: subject } }),
    post: (message, headers = {}) =>
      fetch(url, { method: 'POST', headers: { ...legacyHeaders, ...headers }, body: bodyOf(message) }),
    async stop() {
      // The issuer last: a call that is being finished may still need its keys.
      await server.close();
      await issuer.goAway();
    },
  };
}

const legacyHeaders = {
  accept: 'application/json, text/event-stream',
  'content-type': 'application/json',
  'mcp-protocol-version': '2025-11-25',
};

const bodyOf = (message: unknown) => (typeof message === 'string' ? message : JSON.stringify(message));
