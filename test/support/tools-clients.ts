/** Clients of both lines of the MCP SDK for one endpoint with a token, and requests as an inspector writes them. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const implementation = { name: 'journey', version: '1.0.0' };

export interface ToolsClient {
  listTools(params?: { cursor?: string }): Promise<{ tools: ListedTool[]; nextCursor?: string | undefined }>;
  callTool(
    params: { name: string; arguments?: Record<string, unknown> },
    options?: { signal: AbortSignal },
  ): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export interface ListedTool {
  name: string;
  description?: string | undefined;
  inputSchema: Record<string, unknown>;
  annotations?: Record<string, unknown> | undefined;
}

export interface ToolAnswer {
  content: { type: string; text?: string }[];
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
}

export const textOf = ({ content = [] }: Partial<ToolAnswer>): string =>
  content.map(({ text = '' }) => text).join('\n');

/** The clients, and what each of them speaks. */
export const clients = {
  'client 2.4.0, 2026-07-28': connectLine2({ pin: '2026-07-28' }),
  'client 2.4.0, 2025-11-25': connectLine2('legacy'),
  async 'sdk 1.32.2'(resource: string, token: string): Promise<ToolsClient> {
    const client = new Client1(implementation);
    // This line's own transport, which isn't exact about what is optional.
    const transport: unknown = new Transport1(new URL(resource), { requestInit: bearer(token) });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return client as unknown as ToolsClient;
  },
};

function connectLine2(mode: 'legacy' | { pin: string }) {
  return async (resource: string, token: string): Promise<ToolsClient> => {
    const client = new Client(implementation, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(resource), { requestInit: bearer(token) }));
    return {
      listTools: async (params) => client.listTools(params),
      callTool: async (params, options) => client.callTool(params, options) as Promise<ToolAnswer>,
      close: async () => client.close(),
    };
  };
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** A request as an inspector writes it by hand; what is in `revision` is said in its `_meta`, as 2026-07-28 has it. */
export async function sendRpc(
  resource: string,
  token: string,
  { id = 1, method, params = {}, revision, signal }: RpcCall,
): Promise<{ status: number; challenge: string; body: RpcAnswer }> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = 'name' in params ? { 'mcp-name': String(params['name']) } : {};
  const response = await fetch(resource, {
    method: 'POST',
    headers: {
      ...bearer(token).headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(revision !== undefined && { 'mcp-protocol-version': revision, 'mcp-method': method, ...name }),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method,
      params: revision === undefined ? params : { ...params, _meta: meta },
    }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  const json = /^data: (?<json>.*)$/mu.exec(text)?.groups?.['json'] ?? text;
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate') ?? '',
    body: JSON.parse(json) as RpcAnswer,
  };
}

interface RpcAnswer {
  readonly result?: Record<string, unknown> & Partial<ToolAnswer>;
  readonly error?: { readonly code: number; readonly message: string };
}

interface RpcCall {
  readonly id?: number;
  readonly method: string;
  readonly params?: Record<string, unknown>;
  readonly revision?: string;
  readonly signal?: AbortSignal;
}
