/** The members of a body that is one plain object, `allOf` included: they can be arguments of their own (JSON Schema 2020-12 §10.2). */
import { isObject, type JsonSchema, member } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';

export interface FlatBody {
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: ReadonlySet<string>;
}

/** They say of the whole object what its single members can't say. */
const ofTheWhole = [
  'oneOf',
  'anyOf',
  'not',
  'if',
  'then',
  'else',
  'enum',
  'const',
  '$dynamicRef',
  '$recursiveRef',
].concat(['patternProperties', 'propertyNames', 'dependentSchemas', 'dependentRequired', 'dependencies']);
/** An object that takes more members than it names must stay whole, so that they can be given. */
const ofMore = ['additionalProperties', 'unevaluatedProperties'];
const deepest = 50;

/** Undefined for every other body: a union, a map, a list, an object that holds itself. */
export function flatBody(schema: JsonSchema, schemas: SchemaReader): FlatBody | undefined {
  const properties = new Map<string, JsonSchema>();
  const required = new Set<string>();
  const roots = new Set<string>();

  function add(part: JsonSchema, depth: number): boolean {
    const { $ref: reference, ...own } = part;
    if (depth > deepest || !isPlain(own)) return false;
    if (typeof reference === 'string') {
      // Once is enough, however often branches lead there.
      const isNew = !roots.has(reference);
      roots.add(reference);
      if (isNew && !add(schemas.resolved({ $ref: reference }), depth + 1)) return false;
    }
    for (const [name, property] of Object.entries(isObject(own['properties']) ? own['properties'] : {})) {
      properties.set(name, both(properties.get(name), property));
    }
    const needed = own['required'];
    for (const name of Array.isArray(needed) ? needed : []) if (typeof name === 'string') required.add(name);
    const branches = own['allOf'];
    return (Array.isArray(branches) ? branches : []).every((branch) => isObject(branch) && add(branch, depth + 1));
  }

  if (!add(schema, 0) || properties.size === 0) return undefined;
  const reached = new Set(Object.keys(schemas.definitionsFor(properties.values())).map((name) => `#/$defs/${name}`));
  return [...roots].some((root) => reached.has(root)) ? undefined : { properties, required };
}

function isPlain(schema: JsonSchema): boolean {
  const type = schema['type'];
  if (type !== undefined && type !== 'object') return false;
  if (ofTheWhole.some((keyword) => keyword in schema)) return false;
  return ofMore.every((keyword) => schema[keyword] === undefined || isNothing(schema[keyword]));
}

function isNothing(schema: unknown): boolean {
  const not = member(schema, 'not');
  return schema === false || (isObject(not) && Object.keys(not).length === 0);
}

/** What two branches say of the same member holds both. */
function both(known: JsonSchema | undefined, next: unknown): JsonSchema {
  const schema = isObject(next) ? next : {};
  return known === undefined || JSON.stringify(known) === JSON.stringify(schema) ? schema : { allOf: [known, schema] };
}
