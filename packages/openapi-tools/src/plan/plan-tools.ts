/** From a document to the plan of each of its operations; one that can't be planned is listed with the reason. */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { isObject } from '../json.ts';
import type { ToolsOptions } from '../options.ts';
import { OpenApiError } from '../open-api-error.ts';
import type { Problems } from '../problems.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { annotationsFor } from './annotations.ts';
import { nameArguments } from './argument-names.ts';
import { planBody } from './body.ts';
import { describeTool, titleOf } from './description.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import { inputSchemaOf } from './input-schema.ts';
import { findOperations, type FoundOperation } from './operations.ts';
import { planParameters } from './parameters.ts';
import { withoutFragment } from './path-template.ts';
import type { PlannedTool, SkippedOperation } from './plan.ts';
import { followed, type Planning } from './planning.ts';
import { createSecurity } from './security.ts';
import { selected } from './selection.ts';
import { namesServers, refuseUnknownVariables, serverOf } from './server.ts';
import { createShow } from './shown.ts';
import { nameTools } from './tool-names.ts';

interface Parts {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly options: ToolsOptions<never>;
  readonly problems: Problems;
}

export interface Plan {
  readonly tools: readonly PlannedTool[];
  readonly skipped: readonly SkippedOperation[];
}

const withoutOperations = { path: '#/paths', found: 'no operation', remedy: 'Describe what the API does there.' };

/** Throws OpenApiError for options that don't fit the document. */
export function planTools(parts: Parts): Plan {
  const report = parts.problems.add;
  const planning = { ...parts, security: createSecurity({ ...parts, report }), report };
  const { found, skipped } = findOperations(planning);
  if (found.length + skipped.length === 0) report(withoutOperations);
  const operations = found.map(({ operation }) => operation);
  const names = nameTools(operations, parts.options.names);
  const chosen = selected(operations, parts.options.select);
  const wanted = found.filter(({ operation }) => chosen.has(operation));
  const servers = createServers(found, wanted, planning);
  const planTool = createToolPlanner(planning);
  const tools = wanted.flatMap((each) => {
    const { method, path: template } = each.operation;
    try {
      return [planTool(each, names.get(each.operation) ?? '', servers(each))];
    } catch (error) {
      if (!(error instanceof OpenApiError)) throw error;
      skipped.push({ method, template, path: error.path, found: error.found, remedy: error.remedy });
      return [];
    }
  });
  return { tools, skipped };
}

/** What is wrong with the server of all operations stops the start; what is wrong with that of one leaves it out. */
function createServers(
  found: readonly FoundOperation[],
  wanted: readonly FoundOperation[],
  { references: { root }, options }: Planning,
): (each: FoundOperation) => string {
  const ownServers = ({ node, pathItem }: FoundOperation) => [node, pathItem].filter(namesServers);
  const holders = new Set<Node>([root, ...found.flatMap(ownServers)]);
  if (options.server === undefined) refuseUnknownVariables([...holders], options);
  const isShared = options.server !== undefined || wanted.some((each) => ownServers(each).length === 0);
  const shared = isShared ? serverOf([root], options) : '';
  return (each) => {
    const own = options.server === undefined ? ownServers(each) : [];
    return own.length > 0 ? serverOf(own, options) : shared;
  };
}

function createToolPlanner(planning: Planning) {
  const { schemas, options } = planning;
  const show = createShow(options.descriptions);
  return (found: FoundOperation, name: string, server: string): PlannedTool => {
    const { operation, node } = found;
    const body = planBody(found, planning);
    const declared = planParameters(found, planning);
    const parameters = withIdempotencyKey(operation, declared, options.idempotencyKey);
    const all = nameArguments([...parameters, ...(body?.parts ?? [])]);
    const title = titleOf(operation);
    const argumentSchema = inputSchemaOf(all, schemas);
    return {
      definition: {
        name,
        ...(title !== undefined && { title }),
        description: describeTool(operation, options.descriptions),
        inputSchema: show(argumentSchema),
        annotations: { ...annotationsFor(operation.method), ...options.annotations?.(operation) },
      },
      argumentSchema,
      operation,
      server,
      pathTemplate: withoutFragment(operation.path),
      arguments: all,
      ...(body && { body: body.body }),
      accepts: acceptsOf(node, planning),
    };
  };
}

/** What a header carries, and no server finds too long. */
const mediaType = /^[!-~](?:[ -~]{0,198}[!-~])?$/u;
const mostTypes = 20;

/** Media types of answers, of the successful ones first. */
function acceptsOf(operation: Node, planning: Planning): string[] {
  const responses = child(operation, 'responses');
  const statuses = Object.keys(isObject(responses.value) ? responses.value : {}).toSorted();
  const all = statuses.flatMap((status) => {
    const content = child(followed(child(responses, status), planning), 'content').value;
    return isObject(content) ? Object.keys(content) : [];
  });
  return [...new Set(all)].filter((type) => mediaType.test(type)).slice(0, mostTypes);
}
