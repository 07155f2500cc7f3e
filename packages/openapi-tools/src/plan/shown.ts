/** A schema as a list of tools shows it: descriptions, examples and enumerations that would fill it are cut (MCP, tools). */
import { isObject, type JsonSchema, objectOf } from '../json.ts';
import { mapSubschemas } from '../schema/subschemas.ts';
import type { DescriptionOptions } from './description.ts';
import { shortened } from './shortened.ts';

/** Characters of JSON. */
const longestExample = 300;
const longestEnum = 4000;
const longestEnumHint = 200;
const mostExamples = 3;

/** The schema itself where nothing is cut. What stands at several places is cut once. */
export type Show = <Schema extends JsonSchema>(schema: Schema) => Schema;

export function createShow({ maxLength }: DescriptionOptions): Show {
  const known = new WeakMap<JsonSchema, JsonSchema>();
  function show(schema: JsonSchema): JsonSchema {
    const before = known.get(schema);
    if (before) return before;
    let isCut = false;
    const inner = mapSubschemas(schema, (subschema) => {
      const next = isObject(subschema) ? show(subschema) : subschema;
      isCut ||= next !== subschema;
      return next;
    });
    const shown = withShortDescription(withShortEnum(withFewExamples(isCut ? inner : schema)), maxLength);
    known.set(schema, shown);
    return shown;
  }
  return show as Show;
}

function withShortDescription(schema: JsonSchema, longest: number): JsonSchema {
  const { description } = schema;
  if (typeof description !== 'string' || description.length <= longest) return schema;
  return { ...schema, description: shortened(description, longest) };
}

function withFewExamples(schema: JsonSchema): JsonSchema {
  const { examples, ...rest } = schema;
  if (examples === undefined) return schema;
  if (Array.isArray(examples) && examples.length <= mostExamples && examples.every(isShort)) return schema;
  const kept = (Array.isArray(examples) ? examples : []).filter(isShort).slice(0, mostExamples);
  return kept.length === 0 ? rest : { ...rest, examples: kept };
}

const isShort = (example: unknown) => JSON.stringify(example).length <= longestExample;

/** Arguments are judged by the whole list; the type and the first values are shown of it. */
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
