/** Bytes as an argument: base64, because a tool call is JSON (OpenAPI 3.1 §4.8.14.1 to §4.8.14.4, RFC 4648 §4). */
import { isObject, type JsonSchema, member, objectOf, textMember } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { isRange } from './media-type.ts';

interface FileMember {
  readonly description?: string | undefined;
  /** Those that the document allows; empty: any. */
  readonly mediaTypes: readonly string[];
  readonly hasName: boolean;
}

export function fileSchema({ description, mediaTypes, hasName }: FileMember): JsonSchema {
  const [first] = mediaTypes;
  const isOpen = mediaTypes.some(isRange);
  const known = first !== undefined && !isOpen ? { enum: mediaTypes, default: first } : {};
  const mustTell = isOpen && !mediaTypes.includes('*/*');
  const hint = mustTell ? { description: `One of ${mediaTypes.join(', ')}.` } : {};
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties: {
      data: { type: 'string', contentEncoding: 'base64', description: 'The bytes, in base64.' },
      ...(hasName && { filename: { type: 'string' } }),
      media_type: { type: 'string', ...known, ...hint },
    },
    required: mustTell ? ['data', 'media_type'] : ['data'],
    additionalProperties: false,
  };
}

const unions = ['anyOf', 'oneOf', 'allOf'] as const;
const deepest = 4;

/** A part of a multipart body, or a list of them, with files where the document has bytes; the schema itself where it has none. */
export function withFiles(schema: JsonSchema, contentType: string | undefined, schemas: SchemaReader): JsonSchema {
  const mediaTypes = (contentType ?? '').split(',').flatMap((each) => each.trim() || []);

  function replaced(part: JsonSchema, depth: number): JsonSchema {
    const own = schemas.resolved(part);
    const description = textMember(part, 'description') ?? textMember(own, 'description');
    const file = () => fileSchema({ description, mediaTypes, hasName: true });
    if (isBytes(own)) return file();
    if (isUntyped(own)) return { anyOf: [{ type: 'string' }, file()] };
    if (depth > deepest) return part;
    const changes = new Map<string, unknown>();
    const { items } = own;
    const nextItems = isObject(items) ? replaced(items, depth + 1) : items;
    if (nextItems !== items) changes.set('items', nextItems);
    for (const union of unions) {
      const branches = own[union];
      if (!Array.isArray(branches)) continue;
      const next = branches.map((each) => (isObject(each) ? replaced(each, depth + 1) : (each as unknown)));
      if (next.some((each, index) => each !== branches[index])) changes.set(union, next);
    }
    return changes.size === 0 ? part : { ...own, ...objectOf(changes) };
  }

  return replaced(schema, 0);
}

/** `format: binary` of 3.0, and what 3.1 says instead. */
function isBytes(schema: JsonSchema): boolean {
  if (schema['format'] === 'binary') return true;
  const isEncoded = schema['contentEncoding'] !== undefined;
  const mediaType = textMember(schema, 'contentMediaType');
  return mediaType !== undefined && !isEncoded && !/^text\/|json$/u.test(mediaType);
}

/** Of 3.1: a part without a type is bytes; people write it for texts too. */
const isUntyped = (schema: JsonSchema) =>
  !['type', 'enum', 'const', 'properties', 'items', '$ref', ...unions].some(
    (keyword) => member(schema, keyword) !== undefined,
  );

/** A multipart body whose parts can't be told one by one: an object of them. */
export function partsWithFiles(schema: JsonSchema, schemas: SchemaReader, depth = 0): JsonSchema {
  const own = schemas.resolved(schema);
  if (depth > deepest) return own;
  const part = (each: unknown) => (isObject(each) ? withFiles(each, undefined, schemas) : each);
  const next = new Map<string, unknown>([['type', 'object']]);
  if (isObject(own['properties'])) {
    next.set('properties', objectOf(Object.entries(own['properties']).map(([name, each]) => [name, part(each)])));
  }
  for (const union of unions) {
    const branches = own[union];
    if (!Array.isArray(branches)) continue;
    const inner = branches.map((each) =>
      isObject(each) ? partsWithFiles(each, schemas, depth + 1) : (each as unknown),
    );
    next.set(union, inner);
  }
  const more = own['additionalProperties'];
  const isSilent = depth === 0 && next.size === 1 && (more === undefined || more === true);
  if (isSilent || isObject(more)) next.set('additionalProperties', part(isObject(more) ? more : {}));
  return { ...own, ...objectOf(next) };
}
