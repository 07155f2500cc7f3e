/** The body of a request: of which media type, and which of its members are arguments of their own (OpenAPI 3.1 §4.8.13, §4.8.14). */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { isObject, type JsonSchema, member } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import type { PlannedBody, PlannedBodyPart } from './plan.ts';

export interface BodyPlan {
  readonly body: PlannedBody;
  readonly parts: readonly PlannedBodyPart[];
}

/** Undefined for an operation without a body. */
export function planBody(operation: Node, references: References, schemas: SchemaReader): BodyPlan | undefined {
  const declared = child(operation, 'requestBody');
  if (declared.value === undefined) return undefined;
  const node = references.follow(declared);
  const content = child(node, 'content');
  const mediaType = preferred(isObject(content.value) ? Object.keys(content.value) : []);
  if (mediaType === undefined) return undefined;
  const media = child(content, mediaType);
  const required = member(node.value, 'required') === true;
  const encoding = member(media.value, 'encoding');
  const body: PlannedBody = {
    mediaType,
    kind: kindOf(mediaType),
    required,
    encoding: isObject(encoding) ? (encoding as PlannedBody['encoding']) : {},
  };
  return { body, parts: partsOf(schemas.read(child(media, 'schema')), required, schemas) };
}

const kinds = ['json', 'form', 'multipart', 'text', 'binary'] as const;

function preferred(mediaTypes: readonly string[]): string | undefined {
  return mediaTypes.toSorted((a, b) => kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)))[0];
}

/** Any `+json` is JSON (RFC 6839 §3.1). */
export function kindOf(mediaType: string): PlannedBody['kind'] {
  const essence = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (essence === 'application/json' || essence.endsWith('+json')) return 'json';
  if (essence === 'application/x-www-form-urlencoded') return 'form';
  if (essence.startsWith('multipart/')) return 'multipart';
  return essence.startsWith('text/') || essence.endsWith('xml') ? 'text' : 'binary';
}

function partsOf(schema: JsonSchema, required: boolean, schemas: SchemaReader): PlannedBodyPart[] {
  const root = schemas.resolved(schema);
  const properties = member(root, 'properties');
  const isFlat = isObject(properties) && !['oneOf', 'anyOf', 'allOf'].some((keyword) => keyword in root);
  if (!isFlat) return [{ in: 'body', wireName: undefined, required, schema }];
  const needed = member(root, 'required');
  return Object.entries(properties).map(([wireName, each]) => ({
    in: 'body',
    wireName,
    required: required && Array.isArray(needed) && needed.includes(wireName),
    schema: each as JsonSchema,
  }));
}
