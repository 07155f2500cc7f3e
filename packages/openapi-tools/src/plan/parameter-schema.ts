/** What an argument of a parameter may be, and what is said of it: from the parameter and from its schema (OpenAPI 3.1 §4.8.12.2). */
import { child, type Node } from '../document/node.ts';
import { isObject, type JsonSchema, member, textMember } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { joined } from './description.ts';

export function schemaOfParameter(node: Node, contentType: string | undefined, schemas: SchemaReader): JsonSchema {
  const holder = contentType === undefined ? node : child(child(node, 'content'), contentType);
  const declared = child(holder, 'schema');
  // Whatever it is, a request carries it as text.
  const schema: JsonSchema = declared.value === undefined ? { type: 'string' } : schemas.read(declared);
  const isEmptyAllowed = member(node.value, 'allowEmptyValue') === true && member(node.value, 'in') === 'query';
  return described(isEmptyAllowed ? orEmpty(schema, schemas) : schema, node, schemas);
}

/** With the description, deprecation and examples of the parameter beside what the schema says of itself. */
function described(schema: JsonSchema, { value }: Node, schemas: SchemaReader): JsonSchema {
  const said = textMember(value, 'description');
  const own = textMember(schema, 'description') ?? (said && textMember(schemas.resolved(schema), 'description'));
  const description = joined(said, own);
  const examples = 'examples' in schema ? [] : examplesOf(value);
  return {
    ...schema,
    ...(description !== undefined && { description }),
    ...(member(value, 'deprecated') === true && { deprecated: true }),
    ...(examples.length > 0 && { examples }),
  };
}

function examplesOf(parameter: unknown): unknown[] {
  const example = member(parameter, 'example');
  if (example !== undefined) return [example];
  const named = member(parameter, 'examples');
  const values = Object.values(isObject(named) ? named : {}).map((each) => member(each, 'value'));
  return values.filter((value) => value !== undefined);
}

/** A query parameter without a value is written from an empty text (OpenAPI 3.1 §4.8.12.2.1). */
function orEmpty(schema: JsonSchema, schemas: SchemaReader): JsonSchema {
  const own = schemas.resolved(schema);
  const isBound = ['enum', 'const', 'minLength', 'pattern', 'format'].some((keyword) => keyword in own);
  if (own['type'] === 'string' && !isBound) return schema;
  return { anyOf: [schema, { type: 'string', maxLength: 0 }] };
}
