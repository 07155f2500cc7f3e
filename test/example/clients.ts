/** The clients that others wrote, in each revision that they speak, behind the few verbs that the tests need. */
import {
  Client as Client2,
  type ClientOptions,
  StreamableHTTPClientTransport as Transport2,
} from '@modelcontextprotocol/client';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export interface ListedTool {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: { [member: string]: unknown; properties?: unknown };
  outputSchema?: unknown;
  annotations?: object | undefined;
}

export interface ToolResult {
  isError?: boolean | undefined;
  structuredContent?: unknown;
  content: Array<{ type: string; text?: string }>;
}

export interface ConnectedClient {
  listTools(): Promise<{ tools: ListedTool[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<ToolResult>;
  /** Called for every answer, so that a test can see the status and the headers. */
  readonly answers: Response[];
  readonly revision: string | undefined;
  close(): Promise<void>;
}

type Connect = (url: string, token: string) => Promise<ConnectedClient>;

const info = { name: 'a-host', version: '1.0.0' };

function recording(token: string) {
  const answers: Response[] = [];
  const record = async (input: string | URL | Request, init?: RequestInit) => {
    const answer = await fetch(input, init);
    answers.push(answer);
    return answer;
  };
  return { answers, options: { fetch: record, requestInit: { headers: { authorization: `Bearer ${token}` } } } };
}

const connect2 =
  (options: ClientOptions): Connect =>
  async (url, token) => {
    const { answers, options: transport } = recording(token);
    const client = new Client2(info, options);
    await client.connect(new Transport2(new URL(url), transport));
    return wrap(client, answers, client.getNegotiatedProtocolVersion());
  };

const connect1: Connect = async (url, token) => {
  const { answers, options } = recording(token);
  const client = new Client1(info);
  const transport = new Transport1(new URL(url), options);
  await client.connect(transport);
  return wrap(client, answers, transport.protocolVersion);
};

function wrap(client: Client1 | Client2, answers: Response[], revision: string | undefined): ConnectedClient {
  return {
    listTools: () => client.listTools(),
    callTool: async (call) => (await client.callTool(call)) as ToolResult,
    answers,
    revision,
    close: () => client.close(),
  };
}

/** Which line of the SDK the desk runs on, title of the client, revision, how to connect. */
export const connections: ReadonlyArray<readonly [1 | 2, string, string, Connect]> = [
  [2, 'client 2.4.0', '2026-07-28', connect2({ versionNegotiation: { mode: { pin: '2026-07-28' } } })],
  [2, 'client 2.4.0', '2025-11-25', connect2({ versionNegotiation: { mode: 'legacy' } })],
  [2, 'SDK 1.32.2', '2025-11-25', connect1],
  [1, 'client 2.4.0', '2025-11-25', connect2({ versionNegotiation: { mode: 'auto' } })],
  [1, 'SDK 1.32.2', '2025-11-25', connect1],
];
