/** A connection that speaks MCP: every byte through the guarded fetch, nothing longer or later than anybody has to bear. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ClientError } from '../client-error.ts';
import type { Credential } from '../credentials/credential.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { authorisedFetch } from './authorised-fetch.ts';

export interface ListedTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

export interface ToolResult {
  readonly content: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
}

export interface ConnectOptions {
  readonly credential: Credential;
  readonly fetch: Fetch;
  /** What the server hears this client is. */
  readonly name?: string;
  readonly signal?: AbortSignal;
}

export interface CallOptions {
  /** Stops the call, at the server too. */
  readonly signal?: AbortSignal;
  /** As the server tells it while it works. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

export interface Connection {
  readonly server: { readonly name?: string; readonly version?: string; readonly revision?: string };
  /** All pages. */
  tools(): Promise<readonly ListedTool[]>;
  call(tool: string, input: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
  close(): Promise<void>;
}

/** Throws ClientError. */
export async function connect(url: string | URL, options: ConnectOptions): Promise<Connection> {
  const endpoint = new URL(url);
  const fetch = authorisedFetch({ endpoint, credential: options.credential, fetch: options.fetch });
  const client = new Client({ name: options.name ?? 'granthouse', version: '0.1.0' });
  const transport = new StreamableHTTPClientTransport(endpoint, { fetch });
  try {
    await client.connect(transport, options.signal ? { signal: options.signal } : {});
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    throw new ClientError('not_mcp', `${endpoint.host} does not answer as an MCP server`, { cause });
  }
  return {
    server: { ...client.getServerVersion() },
    async tools() {
      const { tools } = await client.listTools();
      return tools as unknown as ListedTool[];
    },
    call: async (name, input, { signal, onProgress } = {}) =>
      (await client.callTool(
        { name, arguments: input },
        { ...(signal && { signal }), ...(onProgress && { onprogress: onProgress }) },
      )) as unknown as ToolResult,
    close: () => client.close(),
  };
}
