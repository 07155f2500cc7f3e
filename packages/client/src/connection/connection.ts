/** A connection that speaks MCP: every byte through the guarded fetch, nothing longer or later than anybody has to bear. */
import type { CallToolRequestOptions, Tool } from '@modelcontextprotocol/client';
import { ClientError } from '../client-error.ts';
import type { Credential } from '../credentials/credential.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { httpSseOnly } from './http-sse.ts';
import { isTooDeep } from './judged-messages.ts';
import { type ConnectionLimits, defaultLimits } from './limits.ts';
import { listTools } from './list-tools.ts';
import { liveSession } from './living-session.ts';
import type { Session } from './session.ts';
import { rememberShown } from './shown-credential.ts';

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
  readonly limits?: Partial<ConnectionLimits>;
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

/** As the server says it of itself; a title is for people, a name for programs (MCP 2025-11-25, BaseMetadata). */
interface ServerIdentity {
  readonly name?: string;
  readonly title?: string;
  readonly version?: string;
  readonly revision?: string;
}

/**
 * Everything rejects with ClientError, or with the reason of the signal that stopped it. What the server says comes without
 * the credential that it was shown, as far as that can be told from what people write: `[secret]` stands in its place.
 */
export interface Connection {
  readonly server: ServerIdentity;
  /** All pages. */
  tools(options?: Pick<CallOptions, 'signal'>): Promise<readonly ListedTool[]>;
  call(tool: string, input: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
  close(): Promise<void>;
}

/** Rejects as a connection does; with `not_mcp` when the server speaks something else, which the message names. */
export async function connect(url: string | URL, options: ConnectOptions): Promise<Connection> {
  const { name = 'granthouse', fetch } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const opening = { endpoint: new URL(url), credential: rememberShown(options.credential), fetch, limits, name };
  const session = await liveSession(opening, options.signal).catch(async (cause: unknown) => {
    throw (await httpSseOnly(opening, cause)) ?? cause;
  });
  const known = new Map<string, Tool>();
  const { withoutSecrets } = opening.credential;
  return {
    server: withoutSecrets(serverOf(session.opened)),
    async tools({ signal: stopped } = {}) {
      const listed = await session.ask({ timeLimit: limits.listTime, signal: stopped }, (client, signal) =>
        listTools(client, limits, signal),
      );
      const tools = withoutSecrets(listed);
      known.clear();
      for (const tool of tools) known.set(tool.name, tool);
      return tools as unknown as ListedTool[];
    },
    async call(tool, input, { signal: stopped, onProgress } = {}) {
      if (isTooDeep(input)) throw new ClientError('not_allowed', 'the arguments nest deeper than any tool reads them');
      const told = onProgress && ((progress: Progress) => onProgress(withoutSecrets(progress)));
      const how = callOptions(known.get(tool), limits, told);
      return session.ask({ timeLimit: limits.callTime, signal: stopped }, async (client, signal) => {
        const result = await client.callTool({ name: tool, arguments: input }, { ...how, signal });
        return withoutSecrets(result) as unknown as ToolResult;
      });
    },
    close: () => session.close(),
  };
}

function serverOf({ client }: Session): Connection['server'] {
  const { name, title, version } = client.getServerVersion() ?? {};
  const revision = client.getNegotiatedProtocolVersion();
  return {
    ...(name !== undefined && { name }),
    ...(title !== undefined && { title }),
    ...(version !== undefined && { version }),
    ...(revision && { revision }),
  };
}

function callOptions(
  tool: Tool | undefined,
  { silence, callTime }: ConnectionLimits,
  onProgress: CallOptions['onProgress'],
): CallToolRequestOptions {
  const { outputSchema: _unjudged, ...definition } = tool ?? {};
  return {
    timeout: silence,
    resetTimeoutOnProgress: true,
    maxTotalTimeout: callTime,
    // Asked for in any case: whoever tells of progress may take longer.
    onprogress: (progress) => onProgress?.(progress),
    // It says which arguments go into headers too (MCP 2026-07-28, transports).
    ...(tool && { toolDefinition: definition as Tool }),
  };
}
