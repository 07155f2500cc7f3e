/** A schema of several types as one of schemas with one type each, with the keywords that speak of it (JSON Schema 2020-12 validation §6). */
import { type JsonSchema, objectOf } from '../json.ts';

const ofArrays = [
  'items',
  'prefixItems',
  'contains',
  'minContains',
  'maxContains',
  'minItems',
  'maxItems',
  'uniqueItems',
];
const ofObjects = [
  'properties',
  'required',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
];
const ofStrings = [
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
];
const ofNumbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  array: ofArrays,
  object: ofObjects,
  string: ofStrings,
  number: ofNumbers,
  integer: ofNumbers,
};

/** Allows the same, but where `anyOf` is taken: there, the types are no longer said. */
export function withOneType({ type, ...schema }: JsonSchema): JsonSchema {
  const types = [type].flat().map(String);
  if (types.length === 1) return { ...schema, type: types[0] };
  if (Object.hasOwn(schema, 'anyOf')) return schema;
  const moved = new Set(types.flatMap((each) => keywordsOf[each] ?? []));
  const entries = Object.entries(schema);
  const branches = types.map((each) => ({
    type: each,
    ...objectOf(entries.filter(([key]) => keywordsOf[each]?.includes(key) === true)),
  }));
  return { ...objectOf(entries.filter(([key]) => !moved.has(key))), anyOf: branches };
}
