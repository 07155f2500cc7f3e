/** A schema in those words of JSON Schema 2020-12 that every host takes: one scalar `type`, null as a branch of `anyOf`, no `oneOf` (OpenAPI 3.0 §4.7.24). */
import { type JsonSchema, objectOf } from '../json.ts';

/** What says something of the value without judging it. */
const annotations = new Set(['title', 'description', 'default', 'examples', 'deprecated', 'writeOnly']);

/** Only this level: the subschemas are written so already. */
export function modernised(schema: JsonSchema): JsonSchema {
  return withoutOneAllOf(withoutSiblings(withTypes(withoutOneOf(withBounds(withoutIdleWords(schema))))));
}

/** Words that say nothing without another one. */
const idle: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^if$/u, ['then', 'else']],
  [/^(?:then|else)$/u, ['if']],
  [/^(?:min|max)Contains$/u, ['contains']],
];

function withoutIdleWords(given: JsonSchema): JsonSchema {
  const { contains: _none, ...countless } = given;
  const schema = given['minContains'] === 0 && given['maxContains'] === undefined ? countless : given;
  const has = (word: string) => schema[word] !== undefined;
  const isIdle = (word: string) => idle.some(([pattern, others]) => pattern.test(word) && !others.some(has));
  return Object.keys(schema).some(isIdle) ? objectOf(Object.entries(schema).filter(([word]) => !isIdle(word))) : schema;
}

function withBounds(schema: JsonSchema): JsonSchema {
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

/** What inputs leave out can make two branches alike, and a value that fits must not be refused for fitting twice. */
function withoutOneOf({ oneOf, ...schema }: JsonSchema): JsonSchema {
  if (oneOf === undefined) return schema;
  return schema['anyOf'] === undefined ? { ...schema, anyOf: oneOf } : and(schema, { anyOf: oneOf });
}

function withTypes({ nullable, type, const: only, ...schema }: JsonSchema): JsonSchema {
  const types = (Array.isArray(type) ? type : type === undefined ? [] : [type]) as readonly string[];
  const choices = only === undefined ? schema['enum'] : [only];
  const values = Array.isArray(choices) ? choices.filter((each) => each !== null) : undefined;
  const isNull = types.join() === 'null' || values?.length === 0;
  if (isNull) return { ...split(schema).said, type: 'null' };
  const others = types.filter((each) => each !== 'null' && !(each === 'integer' && types.includes('number')));
  const { enum: _choices, ...rest } = schema;
  const judged = withType({ ...rest, ...(values && { enum: values }) }, others);
  const takesNull = nullable === true || types.includes('null') || (Array.isArray(choices) && choices.includes(null));
  return takesNull ? orNull(judged) : judged;
}

function withType(schema: JsonSchema, types: readonly string[]): JsonSchema {
  const [type, ...more] = types;
  if (type === undefined) return schema;
  if (more.length === 0) return withItems({ type, ...schema });
  const branches = { anyOf: types.map((each) => withItems({ type: each })) };
  return schema['anyOf'] === undefined ? { ...schema, ...branches } : and(schema, branches);
}

/** Several hosts refuse a list that doesn't say what it is of. */
function withItems(schema: JsonSchema): JsonSchema {
  const isBare = schema['type'] === 'array' && schema['items'] === undefined && schema['prefixItems'] === undefined;
  return isBare ? { ...schema, items: {} } : schema;
}

function orNull(schema: JsonSchema): JsonSchema {
  const { said, judged } = split(schema);
  const words = Object.keys(judged);
  if (words.length === 0) return said;
  const branches = words.join() === 'anyOf' ? (judged['anyOf'] as readonly JsonSchema[]) : [judged];
  const has = branches.some((branch) => branch['type'] === 'null');
  return { ...said, anyOf: has ? branches : [...branches, { type: 'null' }] };
}

/** Whoever looks for what a reference is must not have to look beside it. */
function withoutSiblings(schema: JsonSchema): JsonSchema {
  const { said, judged } = split(schema);
  const { $ref, ...rest } = judged;
  return $ref === undefined || Object.keys(rest).length === 0 ? schema : { ...said, ...and(rest, { $ref }) };
}

function withoutOneAllOf({ allOf, ...schema }: JsonSchema): JsonSchema {
  if (!Array.isArray(allOf)) return schema;
  const isAlone = allOf.length === 1 && Object.keys(split(schema).judged).length === 0;
  return isAlone ? { ...(allOf[0] as JsonSchema), ...schema } : { ...schema, allOf };
}

function and(schema: JsonSchema, more: JsonSchema): JsonSchema {
  const all = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  return { ...schema, allOf: [more, ...all] };
}

function split(schema: JsonSchema): { readonly said: JsonSchema; readonly judged: JsonSchema } {
  const said: Record<string, unknown> = {};
  const judged: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) (annotations.has(key) ? said : judged)[key] = value;
  return { said, judged };
}
