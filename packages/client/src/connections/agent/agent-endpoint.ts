/** One MCP server for the agent of a person, with the tools of all their connections; whoever calls has made sure who it is (MCP, tools). */
import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { ClientError } from '../../client-error.ts';
import type { Progress } from '../../connection/connection.ts';
import { version } from '../../version.ts';
import type { Person } from '../connections.ts';
import { atOnce } from './at-once.ts';
import { agentTools, type AgentTools, type AgentToolsOptions } from './agent-tools.ts';

export interface AgentEndpoint {
  /** Speaks Streamable HTTP, with and without sessions of its clients; the path is the caller's. */
  handle(request: Request, person: Person): Promise<Response>;
  close(): Promise<void>;
}

export interface AgentEndpointOptions extends AgentToolsOptions {
  /** What people are shown as its name; by default `Team connections`. */
  readonly title?: string;
}

export function createAgentEndpoint(options: AgentEndpointOptions): AgentEndpoint {
  const { site, title = 'Team connections', onProblem } = options;
  const tools = atOnce(agentTools(options));
  const handler = createMcpHandler(({ authInfo }) => {
    const person = authInfo?.extra?.['person'] as Person;
    const unexpected = (error: unknown) => {
      if (error instanceof ClientError) return new ProtocolError(ProtocolErrorCode.InternalError, error.message);
      onProblem?.({ person: person.id, why: 'a request of an agent failed', error });
      return new ProtocolError(ProtocolErrorCode.InternalError, 'This did not work.');
    };
    return serverOf({ tools, person, site, title, unexpected });
  });
  return {
    handle: (request, person) =>
      handler.fetch(request, { authInfo: { token: '', clientId: '', scopes: [], extra: { person } } }),
    close: () => handler.close(),
  };
}

interface Serving {
  readonly tools: AgentTools;
  readonly person: Person;
  readonly site: string | undefined;
  readonly title: string;
  /** What an agent is told of an error that nobody expected, whose words may hold anything. */
  readonly unexpected: (error: unknown) => ProtocolError;
}

function serverOf({ tools, person, site, title, unexpected }: Serving): Server {
  const instructions =
    'The tools of all connections of one person: their names begin with mcp__ and the name of the connection.' +
    (site === undefined ? '' : ` When a connection has to be made again, that is done at ${site}.`);
  const identity = { name: 'granthouse', title, version };
  const server = new Server(identity, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler('tools/list', async () => {
    const { tools: listed, leftOut } = await tools.list(person).catch((error: unknown) => {
      throw unexpected(error);
    });
    return { tools: listed, ...(leftOut.length > 0 && { _meta: { 'granthouse/left-out': leftOut } }) } as never;
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq: { signal, notify } }) => {
    const { name, arguments: input = {}, _meta } = params;
    const asked = { input, signal, ...progressTo(_meta?.progressToken, notify) };
    const result = await tools.call(person, name, asked).catch((error: unknown) => {
      // Whoever stopped it hears nothing more of it.
      throw signal.aborted ? error : unexpected(error);
    });
    if (!result) throw noSuchTool(site);
    const { content, structuredContent, isError } = result;
    return {
      content,
      ...(structuredContent !== undefined && { structuredContent }),
      ...(isError && { isError }),
    } as never;
  });
  return server;
}

function noSuchTool(site: string | undefined): ProtocolError {
  const where = site === undefined ? '' : ` at ${site}`;
  const words = `There is no such tool, or its connection has to be made first${where}.`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, words);
}

/** MCP, utilities/progress: told only to whoever asked for it. */
function progressTo(progressToken: string | number | undefined, notify: ServerContext['mcpReq']['notify']) {
  if (progressToken === undefined) return {};
  const onProgress = ({ progress, total, message }: Progress) => {
    const params = {
      progressToken,
      progress,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    };
    notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
  return { onProgress };
}
