/** One level of a schema, without the keywords that a host refuses: each is said in another way, or no longer said (JSON Schema 2020-12 §10, validation §6). */
import { isObject, type JsonSchema, objectOf } from '../json.ts';
import { withOneType } from './single-types.ts';
import type { ToolLimits } from './tool-limits.ts';

/** What has to go with a keyword, because it means more without it. */
const companions: Readonly<Record<string, readonly string[]>> = {
  properties: ['additionalProperties'],
  patternProperties: ['additionalProperties'],
  prefixItems: ['items'],
  minContains: ['contains'],
  if: ['then', 'else'],
};
const unevaluated = ['unevaluatedProperties', 'unevaluatedItems'];

/** `changed`: the keywords below which something is weaker than it was. Where that makes the whole stricter, it goes. */
export function withoutWhatGrewStricter(schema: JsonSchema, changed: ReadonlySet<string>): JsonSchema {
  const stricter = [
    ...(changed.has('not') ? ['not'] : []),
    ...(changed.has('if') ? ['if', 'then', 'else'] : []),
    ...(changed.has('contains') ? ['maxContains'] : []),
    ...(changed.size > 0 ? unevaluated : []),
  ];
  return changed.has('oneOf') ? withAnyOf(without(schema, stricter)) : without(schema, stricter);
}

export function withinLimits(
  schema: JsonSchema,
  { refusedKeywords = [], singleTypes = false, arrayItems = false }: ToolLimits,
): JsonSchema {
  const refused = new Set(refusedKeywords);
  let kept = arrayItems ? withItems(schema) : schema;
  if (singleTypes && Array.isArray(kept['type'])) kept = withOneType(kept);
  if (refused.has('oneOf') && Object.hasOwn(kept, 'oneOf')) kept = withAnyOf(kept);
  if (refused.has('const') && Object.hasOwn(kept, 'const')) kept = withEnum(kept);
  const dropped = refusedKeywords.filter((keyword) => Object.hasOwn(kept, keyword));
  if (dropped.length > 0) kept = without(kept, [...dropped.flatMap(withCompanions), ...unevaluated]);
  return arrayItems ? withItems(kept) : kept;
}

const withItems = (schema: JsonSchema) => (lacksItems(schema) ? { ...schema, items: {} } : schema);

/** Of type `array`, among others or alone, without a schema for its items. */
export function lacksItems(schema: JsonSchema): boolean {
  return [schema['type']].flat().includes('array') && !isObject(schema['items']);
}

/** The schema itself when none of the keywords is in it. */
export function without(schema: JsonSchema, keywords: readonly string[]): JsonSchema {
  if (!keywords.some((keyword) => Object.hasOwn(schema, keyword))) return schema;
  return objectOf(Object.entries(schema).filter(([key]) => !keywords.includes(key)));
}

const withCompanions = (keyword: string) => [keyword, ...(companions[keyword] ?? [])];

/** One of several becomes at least one of them. Where that keyword is taken, nothing is said. */
function withAnyOf(schema: JsonSchema): JsonSchema {
  const rest = without(schema, ['oneOf', ...unevaluated]);
  return Object.hasOwn(schema, 'anyOf') ? rest : { ...rest, anyOf: schema['oneOf'] };
}

function withEnum({ const: value, ...rest }: JsonSchema): JsonSchema {
  return Object.hasOwn(rest, 'enum') ? rest : { ...rest, enum: [value] };
}
