/** A schema object of OpenAPI 3.0 in the words of JSON Schema 2020-12; that of 3.1 and 3.2 has them already (OpenAPI 3.0 §4.7.24). */
import type { OpenApiVersion } from '../document/read.ts';
import { isObject, type JsonSchema, objectOf } from '../json.ts';

/** Of OpenAPI alone, or of no use to whoever fills in the value. */
const dropped = new Set(['nullable', 'discriminator', 'xml', 'externalDocs', 'example']);

/** Only this level; whoever walks comes to the subschemas by itself. */
export function modernised(schema: JsonSchema, version: OpenApiVersion): JsonSchema {
  const kept = Object.entries(schema).filter(([key]) => !dropped.has(key) && !key.startsWith('x-'));
  const own = objectOf(kept);
  if (version !== '3.0') return own;
  const bounded = exclusiveBounds(own);
  return schema['nullable'] === true ? orNull(bounded) : bounded;
}

function exclusiveBounds(schema: JsonSchema): JsonSchema {
  const bounds = [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const;
  return bounds.reduce<JsonSchema>((result, [bound, exclusive]) => {
    if (typeof result[exclusive] !== 'boolean') return result;
    const { [bound]: limit, [exclusive]: isExclusive, ...rest } = result;
    return limit === undefined ? rest : { ...rest, [isExclusive ? exclusive : bound]: limit };
  }, schema);
}

function orNull({ description, default: fallback, ...schema }: JsonSchema): JsonSchema {
  const isEnum = Array.isArray(schema['enum']);
  const inner =
    isEnum && isObject(schema)
      ? { ...schema, enum: (schema['enum'] as unknown[]).filter((value) => value !== null) }
      : schema;
  return {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    anyOf: [inner, { type: 'null' }],
  };
}
