/** What can be put on an MCP server: the tools of a document, or the three that search among them (MCP, tools). */
import type { Call } from './call/dispatcher.ts';
import type { CallResult } from './call/result.ts';
import type { ToolDefinition } from './plan/plan.ts';

export interface ToolSet<Principal> {
  /** By name, in the order in which they are listed. */
  readonly tools: ReadonlyMap<string, DefinedTool>;
  /** Those that this caller may call. */
  listFor(principal: Principal): Promise<readonly DefinedTool[]>;
  /** Never throws for what a caller sent or the API answered: that is a result with `isError`. */
  call(name: string, args: unknown, call: Call<Principal>): Promise<CallResult>;
}

export interface DefinedTool {
  readonly definition: ToolDefinition;
}

/** What a call of a tool needs, all of it; fits `toolScopes` of `@granthouse/resource-server/mcp` as it is. */
export interface ToolScopes {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** The same for a tool whose arguments tell what it needs. */
export interface ToolScopesByArguments {
  readonly name: string;
  readonly scopes: {
    readonly of: (args: unknown) => readonly string[];
    /** Every scope that `of` may name. */
    readonly scopes: readonly string[];
  };
}
