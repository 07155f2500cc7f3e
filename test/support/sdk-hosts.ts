/** Hosts on both lines of the MCP SDK, behind one face, so that one journey can be gone with each of them. */
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { UnauthorizedError as UnauthorizedError1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { RememberingProvider } from './remembering-provider.ts';

export interface Connected {
  listTools(): Promise<{ tools: { name: string; inputSchema: object }[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** What a host is given: where to, what it keeps or puts into every call, and how it sends. */
export interface Route {
  readonly resource: string;
  readonly provider?: RememberingProvider;
  readonly headers?: Record<string, string>;
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
}

/** The route of a host that signs in. */
export interface Reach extends Route {
  readonly provider: RememberingProvider;
}

export interface SdkHost {
  readonly name: string;
  /** What it throws when a person has to decide. */
  readonly unauthorized: new (...words: never[]) => Error;
  connect(route: Route): Promise<Connected>;
  /** With what the browser brought back. */
  finish(reach: Reach, answer: URL): Promise<void>;
  /** What it does with what it keeps before it asks for more. */
  beforeStepUp(provider: RememberingProvider): void;
}

const reached = ({ resource, provider, headers = {}, fetch }: Route) =>
  [new URL(resource), { ...(provider && { authProvider: provider }), requestInit: { headers }, fetch }] as const;

const implementation = { name: 'journey', version: '1.0.0' };

function onLine2(revision: string, mode: 'legacy' | { pin: string }): SdkHost {
  return {
    name: `client 2.4.0, revision ${revision}`,
    unauthorized: UnauthorizedError,
    async connect(reach) {
      const client = new Client(implementation, { versionNegotiation: { mode } });
      await client.connect(new StreamableHTTPClientTransport(...reached(reach)));
      return client;
    },
    finish: (reach, { searchParams }) => new StreamableHTTPClientTransport(...reached(reach)).finishAuth(searchParams),
    beforeStepUp() {},
  };
}

const onLine1: SdkHost = {
  name: 'sdk 1.32.2',
  unauthorized: UnauthorizedError1,
  async connect(reach) {
    const client = new Client1(implementation);
    await client.connect(new Transport1(...reached(reach)));
    return client;
  },
  finish: (reach, { searchParams }) => new Transport1(...reached(reach)).finishAuth(searchParams.get('code') ?? ''),
  // This line refreshes whenever it can, which widens nothing: without its refresh token it asks the person.
  beforeStepUp(provider) {
    if (provider.kept) delete provider.kept.refresh_token;
  },
};

export const sdkHosts: readonly SdkHost[] = [
  onLine2('2026-07-28', { pin: '2026-07-28' }),
  onLine2('2025-11-25', 'legacy'),
  onLine1,
];
