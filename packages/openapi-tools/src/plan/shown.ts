/** A schema as a list of tools shows it: examples and enumerations that would fill it are cut (MCP, tools). */
import { isObject, type JsonSchema, objectOf } from '../json.ts';
import { mapSubschemas } from '../schema/subschemas.ts';

/** Characters of JSON. */
const longestExample = 300;
const longestEnum = 4000;
const longestEnumHint = 200;
const mostExamples = 3;

/** What stands at several places is cut once. */
export type Show = (schema: JsonSchema) => JsonSchema;

export function createShow(): Show {
  const known = new WeakMap<JsonSchema, JsonSchema>();
  const show: Show = (schema) => {
    const before = known.get(schema);
    if (before) return before;
    const inner = mapSubschemas(schema, (subschema) => (isObject(subschema) ? show(subschema) : subschema));
    const shown = withShortEnum(withFewExamples(inner));
    known.set(schema, shown);
    return shown;
  };
  return show;
}

function withFewExamples(schema: JsonSchema): JsonSchema {
  const { examples, ...rest } = schema;
  if (examples === undefined) return schema;
  const kept = (Array.isArray(examples) ? examples : [])
    .filter((example) => JSON.stringify(example).length <= longestExample)
    .slice(0, mostExamples);
  return kept.length === 0 ? rest : { ...rest, examples: kept };
}

/** The API judges what is no longer listed; the type and the first values stay. */
function withShortEnum(schema: JsonSchema): JsonSchema {
  const { enum: values, ...rest } = schema;
  if (!Array.isArray(values) || JSON.stringify(values).length <= longestEnum) return schema;
  const first = firstOf(values);
  const types = [...new Set(values.map(typeOf))];
  const hint = `One of ${values.length} values, such as ${first.join(', ')}.`;
  const { description, type = types.length === 1 ? types[0] : types } = rest;
  return objectOf(
    Object.entries({
      ...rest,
      type,
      description: typeof description === 'string' ? `${description}\n\n${hint}` : hint,
    }),
  );
}

function firstOf(values: readonly unknown[]): string[] {
  const first: string[] = [];
  for (const text of values.map((value) => JSON.stringify(value))) {
    if (first.join(', ').length + text.length > longestEnumHint) break;
    first.push(text);
  }
  return first;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
