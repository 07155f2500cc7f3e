/** All tools of one person as one server: what is listed, where a call goes, and what is said of those that fail. */
import type { CallOptions, ListedTool, ToolResult } from '../../connection/connection.ts';
import { ClientError, type ClientErrorCode } from '../../client-error.ts';
import type { Connections, Person, ReadyConnection } from '../connections.ts';
import { qualifiedPrefix } from '../qualified-name.ts';
import { patience, type Patience } from './patience.ts';
import { type Routes, routesOf } from './routes.ts';

export interface AgentToolsOptions {
  readonly connections: Pick<Connections, 'ready'>;
  /** Milliseconds that a list waits for a connection that was in time before; by default 8,000, because hosts wait for ten. */
  readonly listTimeLimit?: number;
  /** Where a person connects again, for the words to agents. */
  readonly site?: string;
  /** Is told what an agent can't use, and why, for the operator. */
  readonly onProblem?: (problem: AgentProblem) => void;
}

export interface AgentProblem {
  /** The id of the person whose agent it is. */
  readonly person: string;
  /** Of the connection; absent when it is none's fault. */
  readonly slug?: string;
  /** Words for people, without secrets. */
  readonly why: string;
  /** Qualified names, where it is not the whole connection. */
  readonly tools?: readonly string[];
  /** What was thrown that nobody expected. */
  readonly error?: unknown;
}

export interface AgentList {
  readonly tools: readonly ListedTool[];
  readonly leftOut: ReadonlyArray<Pick<AgentProblem, 'slug' | 'why' | 'tools'>>;
}

export interface AgentTools {
  /** Never rejects for one connection's sake. */
  list(person: Person): Promise<AgentList>;
  /** Undefined where there is no such tool; what fails is a result, so that an agent reads it. */
  call(person: Person, name: string, asked: AskedOfAgent): Promise<ToolResult | undefined>;
}

export interface AskedOfAgent extends CallOptions {
  readonly input: Record<string, unknown>;
}

export function agentTools(options: AgentToolsOptions): AgentTools {
  const { connections, listTimeLimit = 8000, site, onProblem = () => undefined } = options;
  const waiting = patience(listTimeLimit);
  const known = knownNames();
  return {
    async list(person) {
      const ready = await connections.ready(person);
      const lists = await Promise.all(ready.map((connection) => listed(connection, person, waiting)));
      for (const { problems } of lists) for (const problem of problems) onProblem({ person: person.id, ...problem });
      known.remember(person, lists);
      return {
        tools: lists.flatMap(({ tools }) => Array.from(tools, offered)),
        leftOut: lists.flatMap(({ problems }) => problems.map(({ error: _untold, ...told }) => told)),
      };
    },
    async call(person, name, { input, ...how }) {
      const ready = await connections.ready(person);
      const connection = ready.find(({ slug }) => name.startsWith(qualifiedPrefix(slug)));
      if (!connection) return undefined;
      try {
        const tool = known.toolOf(person, name) ?? (await routesOf(connection, listTimeLimit)).tools.get(name)?.name;
        return tool === undefined ? undefined : await connection.call(tool, input, how);
      } catch (error) {
        if (how.signal?.aborted) throw error;
        const problem = problemOf(connection, error);
        onProblem({ person: person.id, ...problem });
        return {
          content: [{ type: 'text', text: `${connection.slug}: ${problem.why}${wayOut(error, site)}` }],
          isError: true,
        };
      }
    },
  };
}

interface List {
  readonly tools: ReadonlyMap<string, ListedTool>;
  readonly problems: readonly Problem[];
}

/** People whose last list is remembered, so that a call asks a server once and not twice. */
const mostPeople = 500;

/** A name is always of the same tool of its connection; whether that may be called, the connection judges each time. */
function knownNames() {
  const names = new Map<string, ReadonlyMap<string, string>>();
  return {
    remember({ id }: Person, lists: readonly List[]) {
      names.delete(id);
      names.set(
        id,
        new Map(lists.flatMap(({ tools }) => Array.from(tools, ([name, tool]) => [name, tool.name] as const))),
      );
      const [oldest] = names.keys();
      if (names.size > mostPeople && oldest !== undefined) names.delete(oldest);
    },
    toolOf: ({ id }: Person, name: string) => names.get(id)?.get(name),
  };
}

type Problem = Omit<AgentProblem, 'person'>;

async function listed(connection: ReadyConnection, { id }: Person, waiting: Patience): Promise<List> {
  const key = JSON.stringify([connection.slug, id]);
  try {
    const routes = await routesOf(connection, waiting.of(key));
    waiting.learn(key, true);
    return { tools: routes.tools, problems: collisionsOf(connection, routes) };
  } catch (error) {
    waiting.learn(key, !(error instanceof ClientError && error.code === 'timed_out'));
    return { tools: new Map(), problems: [problemOf(connection, error)] };
  }
}

/** Agents are told what was approved, and no more. */
function offered([name, { description, inputSchema, outputSchema, annotations }]: readonly [
  string,
  ListedTool,
]): ListedTool {
  return {
    name,
    inputSchema,
    ...(description !== undefined && { description }),
    // Hosts of before 2026-07-28 know no other results (MCP 2025-11-25, tools).
    ...(outputSchema?.['type'] === 'object' && { outputSchema }),
    ...(annotations !== undefined && { annotations }),
  };
}

function collisionsOf({ slug }: ReadyConnection, { collisions }: Routes): Problem[] {
  return collisions.size === 0
    ? []
    : [{ slug, why: 'more than one tool would have the same name', tools: [...collisions] }];
}

/** What the agent's person mends by connecting again, and where. */
function wayOut(error: unknown, site: string | undefined): string {
  const isForPeople =
    error instanceof ClientError && (error.details.scope !== undefined || forPeople.includes(error.code));
  return isForPeople && site !== undefined ? `. Tell the person to connect it again at ${site}.` : '';
}

const forPeople: readonly ClientErrorCode[] = ['sign_in_needed', 'credential_refused', 'client_unknown'];

/** Words of a ClientError are for people; of anything else, nobody knows what they hold. */
function problemOf({ slug }: ReadyConnection, error: unknown): Problem {
  if (error instanceof ClientError) return { slug, why: error.message };
  return { slug, why: 'this connection could not be used', error };
}
