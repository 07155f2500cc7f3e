/** Where schemas stand in a schema (JSON Schema 2020-12 §10): every walk goes by this table, so that a property named `$ref` is a property. */
import { isObject, type JsonSchema, objectOf } from '../json.ts';

const one = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
] as const;
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;
const maps = ['properties', 'patternProperties', 'dependentSchemas', '$defs'] as const;

const shapes: ReadonlyMap<string, 'one' | 'list' | 'map'> = new Map([
  ...one.map((keyword) => [keyword, 'one'] as const),
  ...lists.map((keyword) => [keyword, 'list'] as const),
  ...maps.map((keyword) => [keyword, 'map'] as const),
]);

/** The schema with each of its direct subschemas replaced; `path` is the way to it, for example `['properties', 'name']`. */
export function mapSubschemas(
  schema: JsonSchema,
  replace: (subschema: unknown, path: readonly (string | number)[]) => unknown,
): JsonSchema {
  return objectOf(Object.entries(schema).map(([key, value]) => [key, mapKeyword([key, value], replace)] as const));
}

function mapKeyword(
  [key, value]: readonly [string, unknown],
  replace: (subschema: unknown, path: readonly (string | number)[]) => unknown,
): unknown {
  const shape = shapes.get(key);
  if (shape === 'list' && Array.isArray(value)) return value.map((each, index) => replace(each, [key, index]));
  if (shape === 'map' && isObject(value)) {
    return objectOf(Object.entries(value).map(([name, each]) => [name, replace(each, [key, name])]));
  }
  return shape === 'one' && isObject(value) ? replace(value, [key]) : value;
}
