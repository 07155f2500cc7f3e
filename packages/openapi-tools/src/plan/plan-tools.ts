/** From a document to the plan of each of its operations; one that can't be planned is listed with the reason. */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { isObject } from '../json.ts';
import type { ToolsOptions } from '../options.ts';
import { OpenApiError } from '../open-api-error.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { annotationsFor } from './annotations.ts';
import { nameArguments } from './argument-names.ts';
import { planBody } from './body.ts';
import { describeTool } from './description.ts';
import { inputSchemaOf } from './input-schema.ts';
import { findOperations, type FoundOperation } from './operations.ts';
import { planParameters } from './parameters.ts';
import type { PlannedTool, SkippedOperation } from './plan.ts';
import { selects } from './selection.ts';
import { serverOf } from './server.ts';
import { nameTools } from './tool-names.ts';

interface Parts {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly options: ToolsOptions<never>;
}

export interface Plan {
  readonly tools: readonly PlannedTool[];
  readonly skipped: readonly SkippedOperation[];
}

export function planTools(parts: Parts): Plan {
  const { select } = parts.options;
  const found = findOperations(parts.references).filter(
    ({ operation }) => select === undefined || selects(select, operation),
  );
  const names = nameTools(
    found.map(({ operation }) => operation),
    parts.options.names,
  );
  const tools: PlannedTool[] = [];
  const skipped: SkippedOperation[] = [];
  for (const each of found) {
    const { at, method, path } = each.operation;
    try {
      tools.push(planTool(each, names.get(at) ?? at, parts));
    } catch (error) {
      if (!(error instanceof OpenApiError)) throw error;
      skipped.push({ method, template: path, path: error.path, found: error.found, remedy: error.remedy });
    }
  }
  return { tools, skipped };
}

function planTool(found: FoundOperation, name: string, { references, schemas, options }: Parts): PlannedTool {
  const { operation, node, pathItem } = found;
  const body = planBody(node, references, schemas);
  const all = nameArguments([...planParameters(found, schemas), ...(body?.parts ?? [])]);
  return {
    definition: {
      name,
      ...(operation.summary !== undefined && { title: operation.summary }),
      description: describeTool(operation),
      inputSchema: inputSchemaOf(all, schemas),
      annotations: annotationsFor(operation.method),
    },
    operation,
    server: serverOf([node, pathItem, references.root], options),
    arguments: all,
    ...(body && { body: body.body }),
    accepts: acceptsOf(node, references),
  };
}

/** Media types of all answers, the successful ones first. */
function acceptsOf(operation: Node, references: References): string[] {
  const responses = child(operation, 'responses');
  const statuses = Object.keys(isObject(responses.value) ? responses.value : {}).toSorted();
  const all = statuses.flatMap((status) => {
    const content = child(references.follow(child(responses, status)), 'content').value;
    return isObject(content) ? Object.keys(content) : [];
  });
  return [...new Set(all)];
}
