/** Schemas of a document as JSON Schema 2020-12, with everything that is referenced in `$defs` (OpenAPI 3.0 §4.7.24, 3.1 §4.8.24). */
import { createHash } from 'node:crypto';
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import type { OpenApiVersion } from '../document/read.ts';
import { isObject, type JsonSchema, member, objectOf, textMember } from '../json.ts';
import { mapSubschemas } from './subschemas.ts';
import { modernised } from './modernised.ts';

export interface SchemaReader {
  /** As an input needs it, without what is readOnly; references are to `#/$defs/…`. */
  read(node: Node): JsonSchema;
  /** A schema whose `$ref` is followed, when that is all that it is. */
  resolved(schema: JsonSchema): JsonSchema;
  /** The definitions that these schemas reach, for the `$defs` beside them. */
  definitionsFor(schemas: Iterable<JsonSchema>): Readonly<Record<string, JsonSchema>>;
}

export function createSchemaReader(references: References, version: OpenApiVersion): SchemaReader {
  const definitions = new Map<string, JsonSchema>();
  const namesByPlace = new Map<string, string>();

  function read(node: Node): JsonSchema {
    if (textMember(node.value, '$ref') !== undefined) return { $ref: `#/$defs/${define(references.follow(node))}` };
    if (!isObject(node.value)) return node.value === false ? { not: {} } : {};
    const schema = modernised(node.value, version);
    return withoutReadOnly(
      mapSubschemas(schema, (subschema, path) => {
        const at = path.reduce<Node>(child, { ...node, value: schema }).at;
        return read({ value: subschema, at });
      }),
      schema,
    );
  }

  function define(target: Node): string {
    const known = namesByPlace.get(target.at);
    if (known !== undefined) return known;
    const name = nameFor(target.at, definitions);
    namesByPlace.set(target.at, name);
    definitions.set(name, {});
    definitions.set(name, read(target));
    return name;
  }

  return {
    read,
    resolved: (schema) => resolvedIn(definitions, schema),
    definitionsFor: (schemas) => definitionsReached(definitions, schemas),
  };
}

function definitionsReached(
  definitions: ReadonlyMap<string, JsonSchema>,
  schemas: Iterable<JsonSchema>,
): Readonly<Record<string, JsonSchema>> {
  const reached = new Map<string, JsonSchema>();
  const visit = (schema: unknown): unknown => {
    if (!isObject(schema)) return schema;
    const name = definitionNamed(schema);
    const definition = name === undefined ? undefined : definitions.get(name);
    if (name !== undefined && definition !== undefined && !reached.has(name)) {
      reached.set(name, definition);
      visit(definition);
    }
    return mapSubschemas(schema, visit);
  };
  for (const schema of schemas) visit(schema);
  return objectOf([...reached].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function resolvedIn(definitions: ReadonlyMap<string, JsonSchema>, schema: JsonSchema): JsonSchema {
  let found = schema;
  for (let name = definitionNamed(found); name !== undefined; name = definitionNamed(found)) {
    const next = definitions.get(name) ?? {};
    if (next === found) break;
    found = next;
  }
  return found;
}

function definitionNamed(schema: JsonSchema): string | undefined {
  const reference = textMember(schema, '$ref');
  return reference?.startsWith('#/$defs/') ? reference.slice('#/$defs/'.length) : undefined;
}

/** By the last word of its place; by its place too, where two have the same. */
function nameFor(at: string, taken: ReadonlyMap<string, unknown>): string {
  const stem = (at.split('/').at(-1) ?? '').replaceAll(/[^A-Za-z0-9_]/gu, '_') || 'schema';
  if (!taken.has(stem)) return stem;
  return `${stem}_${createHash('sha256').update(at).digest('hex').slice(0, 8)}`;
}

/** What only answers have is no input (OpenAPI 3.0 §4.7.24.2). */
function withoutReadOnly(schema: JsonSchema, before: JsonSchema): JsonSchema {
  const properties = member(schema, 'properties');
  if (!isObject(properties)) return schema;
  const isReadOnly = (name: string) => member(member(member(before, 'properties'), name), 'readOnly') === true;
  const kept = Object.entries(properties).filter(([name]) => !isReadOnly(name));
  const required = member(schema, 'required');
  return {
    ...schema,
    properties: objectOf(kept),
    ...(Array.isArray(required) && { required: required.filter((name) => !isReadOnly(String(name))) }),
  };
}
