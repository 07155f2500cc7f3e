/** Bytes as an argument: base64, because a tool call is JSON (OpenAPI 3.1 §4.8.14.1 to §4.8.14.4, RFC 4648 §4). */
import { isObject, type JsonSchema, member, objectOf, textMember } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { isRange } from './media-type.ts';

interface FileShape {
  readonly description?: string | undefined;
  /** Those that the document allows; empty: any. */
  readonly mediaTypes: readonly string[];
  readonly hasName: boolean;
}

export function fileSchema({ description, mediaTypes, hasName }: FileShape): JsonSchema {
  const [first] = mediaTypes;
  const isOpen = mediaTypes.some(isRange);
  const mustTell = isOpen && !mediaTypes.includes('*/*');
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties: {
      data: { type: 'string', contentEncoding: 'base64', description: 'The bytes, in base64.' },
      ...(hasName && { filename: { type: 'string' } }),
      media_type: {
        type: 'string',
        ...(first !== undefined && !isOpen && { enum: mediaTypes, default: first }),
        ...(mustTell && { description: `One of ${mediaTypes.join(', ')}.` }),
      },
    },
    required: mustTell ? ['data', 'media_type'] : ['data'],
    additionalProperties: false,
  };
}

const unions = ['anyOf', 'oneOf', 'allOf'] as const;

/** A part of a multipart body, or a list of them, with files where the document has bytes; the schema itself where it has none. */
export function withFiles(schema: JsonSchema, contentType: string | undefined, schemas: SchemaReader): JsonSchema {
  const mediaTypes = (contentType ?? '').split(',').flatMap((each) => each.trim() || []);
  return rewrite(schema, schemas, (part, own, again) => {
    const description = textMember(part, 'description') ?? textMember(own, 'description');
    const file = () => fileSchema({ description, mediaTypes, hasName: true });
    if (isBytes(own)) return file();
    return isUntyped(own) ? { anyOf: [{ type: 'string' }, file()] } : inside(own, ['items', ...unions], again);
  });
}

/** A multipart body whose parts can't be told one by one: an object of them. */
export function partsWithFiles(schema: JsonSchema, schemas: SchemaReader): JsonSchema {
  const part = (each: JsonSchema) => withFiles(each, undefined, schemas);
  const whole = rewrite(schema, schemas, (_object, own, again) =>
    inside(inside(membersOf(own, part), ['additionalProperties'], part), unions, again),
  );
  const own = schemas.resolved(whole);
  const more = own['additionalProperties'];
  const isSilent =
    !['properties', ...unions].some((keyword) => keyword in own) && (more === undefined || more === true);
  return isSilent ? { ...own, type: 'object', additionalProperties: part({}) } : whole;
}

type Rewrite = (part: JsonSchema, own: JsonSchema, again: (inner: JsonSchema) => JsonSchema) => JsonSchema;

/** What is rewritten stands in place of its reference, so that there must not be too much of it. */
const most = 200;

/** A schema in which something is replaced, through its references; the schema itself where nothing is, or where it leads back to itself. */
function rewrite(schema: JsonSchema, schemas: SchemaReader, rewritten: Rewrite): JsonSchema {
  const open = new Set<JsonSchema>();
  let visited = 0;

  function again(part: JsonSchema): JsonSchema {
    const own = schemas.resolved(part);
    visited += 1;
    if (open.has(own) || visited > most) return part;
    open.add(own);
    const next = rewritten(part, own, again);
    open.delete(own);
    return next === own ? part : next;
  }

  return again(schema);
}

function membersOf(schema: JsonSchema, replace: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const properties = member(schema, 'properties');
  if (!isObject(properties)) return schema;
  const next = Object.entries(properties).map(([name, each]) => [name, isObject(each) ? replace(each) : each] as const);
  return next.every(([name, each]) => each === properties[name]) ? schema : { ...schema, properties: objectOf(next) };
}

/** The schema with what stands under these keywords replaced; the schema itself where nothing is. */
function inside(
  schema: JsonSchema,
  keywords: readonly string[],
  replace: (inner: JsonSchema) => JsonSchema,
): JsonSchema {
  const next = (inner: unknown) => (isObject(inner) ? replace(inner) : inner);
  const changes = keywords.flatMap((keyword): [string, unknown][] => {
    const value = schema[keyword];
    if (!Array.isArray(value)) return next(value) === value ? [] : [[keyword, next(value)]];
    const all = value.map(next);
    return all.every((each, index) => each === value[index]) ? [] : [[keyword, all]];
  });
  return changes.length === 0 ? schema : { ...schema, ...objectOf(changes) };
}

/** `format: binary` of 3.0, and what 3.1 says instead. */
function isBytes(schema: JsonSchema): boolean {
  if (schema['format'] === 'binary') return true;
  const isEncoded = schema['contentEncoding'] !== undefined;
  const mediaType = textMember(schema, 'contentMediaType');
  return mediaType !== undefined && !isEncoded && !/^text\/|json$/u.test(mediaType);
}

const typed = ['type', 'enum', 'const', 'properties', 'items', '$ref', ...unions];

/** Of 3.1: a part without a type is bytes; people write it for texts too. */
const isUntyped = (schema: JsonSchema) => !typed.some((keyword) => member(schema, keyword) !== undefined);
