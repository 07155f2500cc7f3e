/** The arguments of a tool as one flat object schema (MCP, tools; JSON Schema 2020-12). */
import { type JsonSchema, objectOf } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import type { PlannedArgument, ToolDefinition } from './plan.ts';

type Named = ReadonlyMap<string, PlannedArgument>;

export function inputSchemaOf(all: Named, schemas: SchemaReader): ToolDefinition['inputSchema'] {
  const properties = objectOf([...all].map(([name, { schema }]) => [name, schema] as const));
  const required = [...all].filter(([, argument]) => argument.required).map(([name]) => name);
  const definitions: Readonly<Record<string, JsonSchema>> = schemas.definitionsFor(
    [...all.values()].map(({ schema }) => schema),
  );
  const needed = neededTogether(all);
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    ...(needed.length > 0 && { dependentRequired: objectOf(needed) }),
    additionalProperties: false,
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  };
}

/**
 * A body that may be left out, but has members that it needs: none of them, or all. Every member asks for the first
 * needed one, and that one for the others, so that the list stays short.
 */
function neededTogether(all: Named): [string, string[]][] {
  const members = [...all].flatMap(([name, argument]) => (argument.in === 'body' ? [{ name, argument }] : []));
  const needed = members.filter(({ argument }) => argument.requiredInBody && !argument.required);
  const [first, ...others] = needed.map(({ name }) => name);
  if (first === undefined) return [];
  return members.flatMap(({ name }): [string, string[]][] => {
    if (name !== first) return [[name, [first]]];
    return others.length > 0 ? [[name, others]] : [];
  });
}
