/** Three tools for a document with hundreds of operations: find, describe, call. Each knows what its caller may call, and nothing else (MCP, tools). */
import type { Call } from '../call/dispatcher.ts';
import { type CallResult, toolError } from '../call/result.ts';
import { isObject, member, textMember } from '../json.ts';
import type { OpenApiTools } from '../openapi-tools.ts';
import { judgeOptions } from '../options/judge.ts';
import { searchSchema } from '../options/schema.ts';
import { nearMisses } from '../plan/near-misses.ts';
import type { PlannedTool, ToolDefinition } from '../plan/plan.ts';
import type { ToolScopes, ToolScopesByArguments, ToolSet } from '../tool-set.ts';
import { callDefinition, describeDefinition, findDefinition, type SearchOptions } from './definitions.ts';
import { describeOperation } from './described-operation.ts';
import { findOperations } from './found-operations.ts';

export interface SearchTools<Principal> extends ToolSet<Principal> {
  /** What a call needs; that of `call_operation` is what the operation in its arguments needs. */
  readonly scopes: readonly (ToolScopes | ToolScopesByArguments)[];
}

type Answer<Principal> = (args: unknown, call: Call<Principal>) => Promise<CallResult>;

/** In the place of the tools themselves: `registerOpenApiTools(server, searchTools(api))`. Throws OpenApiError for a wrong option. */
export function searchTools<Principal>(
  api: OpenApiTools<Principal>,
  options: SearchOptions = {},
): SearchTools<Principal> {
  judgeOptions(options, searchSchema);
  const find = findDefinition(options);
  const describe = describeDefinition(options);
  const run = callDefinition(options, [...api.tools.values()]);
  const tools = new Map([find, describe, run].map((definition) => [definition.name, { definition }]));
  const answers = new Map<string, Answer<Principal>>([
    [find.name, async (args, { principal }) => findOperations(await api.listFor(principal), args)],
    [describe.name, onOperation(api, describe, async (tool, args) => describeOperation(tool, args))],
    [run.name, onOperation(api, run, async (tool, args, call) => callOperation(api, tool, { args, call }))],
  ]);
  return {
    tools,
    scopes: [
      { name: find.name, scopes: [] },
      { name: describe.name, scopes: [] },
      { name: run.name, scopes: scopesByOperation(api) },
    ],
    listFor: async () => [...tools.values()],
    async call(name, args, call) {
      return answers.get(name)?.(args, call) ?? toolError(`There is no tool ${JSON.stringify(name)}.`);
    },
  };
}

/** What a caller may not call is to him as if it weren't there. */
function onOperation<Principal>(
  api: OpenApiTools<Principal>,
  { name: toolName }: ToolDefinition,
  answer: (tool: PlannedTool, args: unknown, call: Call<Principal>) => Promise<CallResult>,
): Answer<Principal> {
  return async (args, call) => {
    const name = textMember(args, 'name');
    if (name === undefined) return toolError(`${toolName} needs the name of an operation in \`name\`.`);
    const tool = await api.toolFor(name, call.principal);
    if (tool) return answer(tool, args, call);
    const allowed = await api.listFor(call.principal);
    const near = nearMisses(
      name,
      allowed.map(({ definition }) => definition.name),
    );
    const remedy = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Find its name first.';
    return toolError(`There is no operation ${JSON.stringify(name.slice(0, 100))}. ${remedy}`);
  };
}

async function callOperation<Principal>(
  api: OpenApiTools<Principal>,
  { definition }: PlannedTool,
  { args, call }: { args: unknown; call: Call<Principal> },
): Promise<CallResult> {
  const own = argumentsIn(member(args, 'arguments') ?? {});
  const beside = Object.keys(args as object).filter((key) => key !== 'name' && key !== 'arguments');
  if (isObject(own) && beside.length === 0) return api.call(definition.name, own, call);
  return toolError('Put all arguments of the operation into `arguments`, which is an object.');
}

/** Some models write an object as a text of JSON. */
function argumentsIn(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return undefined;
  }
}

function scopesByOperation({ tools, scopes }: OpenApiTools<never>): ToolScopesByArguments['scopes'] {
  return {
    of: (args) => tools.get(textMember(args, 'name') ?? '')?.operation.scopes ?? [],
    scopes: [...new Set(scopes.flatMap((each) => each.scopes))],
  };
}
