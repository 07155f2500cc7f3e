/** An OpenAPI document as MCP tools: planned once, as data, with a dispatcher that calls the API. */
import type { CallResult } from './call/result.ts';
import { toolError } from './call/result.ts';
import { type Call, createDispatch } from './call/dispatcher.ts';
import { createReferences } from './document/references.ts';
import { readDocument, versionOf } from './document/read.ts';
import { completeOptions, type OpenApiToolsOptions } from './options.ts';
import type { Problem } from './open-api-error.ts';
import type { PlannedTool, SkippedOperation } from './plan/plan.ts';
import { planTools } from './plan/plan-tools.ts';
import { createSchemaReader } from './schema/schema-reader.ts';

export interface OpenApiTools<Principal> {
  /** By name, in the order of the document. */
  readonly tools: ReadonlyMap<string, PlannedTool>;
  /** Operations that are no tools, each with the reason. */
  readonly skipped: readonly SkippedOperation[];
  /** What is wrong in the document and was mended or left out. */
  readonly problems: readonly Problem[];
  /** The tools that this caller may call. */
  listFor(principal: Principal): Promise<PlannedTool[]>;
  /** Never throws for what a caller sent or the API answered: that is a result with `isError`. */
  call(name: string, args: unknown, call: Call<Principal>): Promise<CallResult>;
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
  const document = readDocument(source);
  const references = createReferences(document, options.references ?? {});
  const schemas = createSchemaReader(references, versionOf(document));
  const { tools: planned, skipped, problems } = planTools({ references, schemas, options });
  const tools = new Map(planned.map((tool) => [tool.definition.name, tool]));
  const dispatch = createDispatch(options);
  return {
    tools,
    skipped,
    problems,
    async listFor(principal) {
      const { authorize } = options;
      if (!authorize) return planned.slice();
      const allowed = await Promise.all(planned.map(async ({ operation }) => authorize(operation, principal)));
      return planned.filter((_tool, index) => allowed[index]);
    },
    async call(name, args, call) {
      const tool = tools.get(name);
      return tool ? dispatch(tool, args, call) : toolError(`There is no tool ${JSON.stringify(name)}.`);
    },
  };
}
