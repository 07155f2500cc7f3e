/** An OpenAPI document as MCP tools: planned once, as data, with a dispatcher that calls the API. */
import { toolError } from './call/result.ts';
import { createDispatch } from './call/dispatcher.ts';
import { requireOneOrigin } from './call/credentials.ts';
import { createPermission } from './call/permission.ts';
import { createReferences } from './document/references.ts';
import { readSource } from './document/source.ts';
import { judgeDialect, versionOf } from './document/version.ts';
import { mendTools } from './limits/mended-tools.ts';
import { completeOptions, type OpenApiToolsOptions } from './options.ts';
import type { Problem } from './open-api-error.ts';
import type { PlannedTool, SkippedOperation } from './plan/plan.ts';
import { planTools } from './plan/plan-tools.ts';
import { createProblems } from './problems.ts';
import { createSchemaReader } from './schema/schema-reader.ts';
import type { ToolScopes, ToolSet } from './tool-set.ts';

export interface OpenApiTools<Principal> extends ToolSet<Principal> {
  /** By name, in the order of the document. */
  readonly tools: ReadonlyMap<string, PlannedTool>;
  /** What a call of each tool needs; fits `toolScopes` of `@granthouse/resource-server/mcp`. */
  readonly scopes: readonly ToolScopes[];
  /** Operations that are no tools, each with the reason. */
  readonly skipped: readonly SkippedOperation[];
  /** What is wrong in the document, as far as its operations need it: each was left out or understood otherwise, as it says. */
  readonly problems: readonly Problem[];
  /** The tools that this caller may call. */
  listFor(principal: Principal): Promise<PlannedTool[]>;
  /** The tool of this name, if there is one and this caller may call it. */
  toolFor(name: string, principal: Principal): Promise<PlannedTool | undefined>;
}

/**
 * Plans the tools of a document: the document itself, or the file that it stands in, by path or `file:` URL.
 * Throws OpenApiError for one that can't be read, and for a wrong option.
 */
export function openApiTools<Principal = unknown>(
  source: object | string | URL,
  given: OpenApiToolsOptions<Principal> = {},
): OpenApiTools<Principal> {
  const options = completeOptions(given);
  const problems = createProblems();
  const document = readSource(source, problems);
  const version = versionOf(document.document);
  judgeDialect(document.document, problems.add);
  const references = createReferences(document, options.references ?? {});
  const schemas = createSchemaReader({ references, version, problems });
  const { tools: unlimited, skipped } = planTools({ references, schemas, options, problems });
  const planned = options.limits ? mendTools(unlimited, options.limits) : unlimited;
  const tools = new Map(planned.map((tool) => [tool.definition.name, tool]));
  requireOneOrigin(planned, options);
  const { mayCall } = createPermission(options);
  const dispatch = createDispatch(options);
  return {
    tools,
    skipped,
    problems: problems.list,
    scopes: planned.map(({ definition: { name }, operation: { scopes } }) => ({ name, scopes })),
    async listFor(principal) {
      if (!options.authorize) return planned.slice();
      const allowed = await Promise.all(planned.map(async ({ operation }) => mayCall(operation, principal)));
      return planned.filter((_tool, index) => allowed[index]);
    },
    async toolFor(name, principal) {
      const tool = tools.get(name);
      return tool && (await mayCall(tool.operation, principal)) ? tool : undefined;
    },
    async call(name, args, call) {
      const tool = tools.get(name);
      return tool ? dispatch(tool, args, call) : toolError(`There is no tool ${JSON.stringify(name)}.`);
    },
  };
}
