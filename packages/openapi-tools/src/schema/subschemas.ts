/** Where schemas stand in a schema (JSON Schema 2020-12 §10): every walk goes by this table, so that a property named `$ref` is a property. */
import { isObject, type JsonSchema, objectOf } from '../json.ts';
import { shapes } from './keywords.ts';

/** The way to a subschema, for example `['properties', 'name']`. */
export type Path = readonly [string, ...(string | number)[]];

/** The schema with each of its direct subschemas replaced; one that is replaced by undefined is left out. */
export function mapSubschemas(schema: JsonSchema, replace: (subschema: unknown, path: Path) => unknown): JsonSchema {
  return objectOf(
    Object.entries(schema).flatMap(([key, value]) => {
      const mapped = mapKeyword([key, value], replace);
      return mapped === undefined ? [] : [[key, mapped] as const];
    }),
  );
}

function mapKeyword(
  [key, value]: readonly [string, unknown],
  replace: (subschema: unknown, path: Path) => unknown,
): unknown {
  const shape = shapes.get(key);
  if (shape === 'list' && Array.isArray(value)) {
    const mapped = value.map((each, index) => replace(each, [key, index])).filter((each) => each !== undefined);
    return mapped.length === 0 ? undefined : mapped;
  }
  if (shape === 'map' && isObject(value)) {
    const mapped = Object.entries(value).map(([name, each]) => [name, replace(each, [key, name])] as const);
    return objectOf(mapped.filter(([, each]) => each !== undefined));
  }
  return shape === 'one' && isObject(value) ? replace(value, [key]) : value;
}
