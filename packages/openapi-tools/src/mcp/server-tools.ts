/** Everything that one server offers, whatever line of the SDK it is on: several sets of tools, and those that McpServer has itself (MCP, tools). */
import type { CallResult } from '../call/result.ts';
import type { ToolDefinition } from '../plan/plan.ts';
import type { Asking, BoundTools } from './bound-tools.ts';
import { requireFreeName } from './own-tools.ts';

/** What a server of McpServer's own kind answers; undefined where there is none. */
export interface OwnAnswers {
  list(): Promise<{ tools: readonly { name: string }[] }>;
  call(): Promise<object>;
}

export interface ToolsPage {
  readonly tools: readonly ({ name: string } | ToolDefinition)[];
  readonly nextCursor?: string;
}

export interface ServerTools {
  has(name: string): boolean;
  /** Throws OpenApiError for a name that is taken. */
  add(tools: BoundTools): void;
  /** What is the builder's own stands before the rest, on the first page. */
  list(cursor: string | undefined, asking: Asking, own: OwnAnswers | undefined): Promise<ToolsPage>;
  call(
    params: { name: string; arguments?: unknown },
    asking: Asking,
    own: OwnAnswers | undefined,
  ): Promise<CallResult | object>;
}

export function createServerTools(): ServerTools {
  const sets: BoundTools[] = [];
  const setOf = (name: string) => sets.find(({ names }) => names.has(name));
  const has = (name: string) => setOf(name) !== undefined;

  return {
    has,
    add(tools) {
      for (const name of sets.length > 0 ? tools.names.keys() : []) requireFreeName(name, has);
      sets.push(tools);
    },
    async list(cursor, asking, own) {
      const listed = (await Promise.all(sets.map(async (set) => set.list(asking)))).flat();
      const { page, nextCursor } = pageFrom(cursor, listed, sets);
      const { tools = [] } = (cursor === undefined && (await own?.list())) || {};
      for (const { name } of tools) requireFreeName(name, has);
      return { tools: [...tools, ...page], ...(nextCursor !== undefined && { nextCursor }) };
    },
    async call(params, asking, own) {
      const set = setOf(params.name);
      if (set) return set.call(params, asking);
      if (own) return own.call();
      throw new InvalidParams(`There is no tool ${JSON.stringify(params.name)}`);
    },
  };
}

/** Pages begin at a name, so that they stay whole when what the caller may call changes between two of them. */
function pageFrom(
  cursor: string | undefined,
  listed: readonly ToolDefinition[],
  sets: readonly BoundTools[],
): { page: readonly ToolDefinition[]; nextCursor: string | undefined } {
  const size = Math.min(...sets.map(({ pageSize }) => pageSize));
  const places = new Map(sets.flatMap(({ names }) => [...names.keys()]).map((name, place) => [name, place]));
  const from = cursor === undefined ? 0 : places.get(cursor);
  if (from === undefined) throw new InvalidParams('This cursor leads nowhere: list the tools from the start');
  const rest = listed.filter(({ name }) => (places.get(name) ?? 0) >= from);
  return { page: rest.slice(0, size), nextCursor: rest[size]?.name };
}

/** Both lines of the SDK send its code (JSON-RPC 2.0 §5.1). */
class InvalidParams extends Error {
  readonly code = -32_602;
}
