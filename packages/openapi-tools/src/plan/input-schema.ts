/** The arguments of a tool as one flat object schema (MCP, tools; JSON Schema 2020-12). */
import { type JsonSchema, objectOf } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import type { PlannedArgument, ToolDefinition } from './plan.ts';

export function inputSchemaOf(
  all: ReadonlyMap<string, PlannedArgument>,
  schemas: SchemaReader,
): ToolDefinition['inputSchema'] {
  const properties = objectOf([...all].map(([name, { schema }]) => [name, schema] as const));
  const required = [...all].filter(([, argument]) => argument.required).map(([name]) => name);
  const definitions: Readonly<Record<string, JsonSchema>> = schemas.definitionsFor(
    [...all.values()].map(({ schema }) => schema),
  );
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  };
}
