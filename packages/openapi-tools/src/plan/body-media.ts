/** The media types that a body may have, and how it is sent in each (OpenAPI 3.1 §4.8.14, §4.8.15). */
import { child, type Node } from '../document/node.ts';
import { isObject, type JsonSchema, member, objectOf, textMember } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { essenceOf, isRange, kindOf } from './media-type.ts';
import type { ParameterStyle, PartEncoding, PlannedBody } from './plan.ts';
import type { Planning } from './planning.ts';

export interface BodyMedia {
  readonly body: PlannedBody;
  /** As the document has it, which may be a range. */
  readonly declared: string;
  readonly schema: JsonSchema;
  readonly at: string;
}

/** JSON first, because arguments are JSON; what is no range before what is one; then as the document has them. */
const kinds = ['json', 'form', 'multipart', 'text', 'binary'] as const;

/** What is sent where the document has a range. */
const concrete: Readonly<Record<PlannedBody['kind'], string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  text: 'text/plain',
  binary: 'application/octet-stream',
};

/** The one to send first. */
export function mediaOf(requestBody: Node, { references, schemas }: Planning): BodyMedia[] {
  const content = child(requestBody, 'content');
  const required = member(requestBody.value, 'required') === true;
  const place = ({ body, declared }: BodyMedia) => 2 * kinds.indexOf(body.kind) + (isRange(declared) ? 1 : 0);
  return Object.keys(isObject(content.value) ? content.value : {})
    .map((declared) => {
      const media = references.follow(child(content, declared));
      const schema = schemas.read(child(media, 'schema'));
      const kind = kindOfMedia(declared, schema, schemas);
      const mediaType = isRange(declared) ? concrete[kind] : declared;
      return { body: { mediaType, kind, required, encoding: encodingOf(media) }, declared, schema, at: media.at };
    })
    .toSorted((one, other) => place(one) - place(other));
}

const structures = ['properties', 'items', 'allOf', 'anyOf', 'oneOf', 'additionalProperties'];
const scalars = new Set<unknown>(['string', 'number', 'integer', 'boolean']);

export const isScalar = (schema: JsonSchema): boolean => scalars.has(schema['type']);

function kindOfMedia(mediaType: string, schema: JsonSchema, schemas: SchemaReader): PlannedBody['kind'] {
  const kind = kindOf(mediaType);
  const own = schemas.resolved(schema);
  // A form that was written by somebody else already.
  if (kind === 'form' && isScalar(own)) return 'text';
  if (kind !== 'binary' || essenceOf(mediaType) === 'application/octet-stream') return kind;
  // A type that nobody knows, of something with a structure: JSON is what has one.
  const type = own['type'];
  if (type === 'object' || type === 'array' || structures.some((each) => each in own)) return 'json';
  return isRange(mediaType) && type === 'string' && own['format'] !== 'binary' ? 'text' : 'binary';
}

const styles: readonly ParameterStyle[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];

function encodingOf(media: Node): PlannedBody['encoding'] {
  const encoding = member(media.value, 'encoding');
  return objectOf(
    Object.entries(isObject(encoding) ? encoding : {}).map(([name, each]): [string, PartEncoding] => {
      const contentType = textMember(each, 'contentType');
      const style = styles.find((known) => known === member(each, 'style'));
      const explode = member(each, 'explode');
      const allowReserved = member(each, 'allowReserved');
      return [
        name,
        {
          ...(contentType !== undefined && { contentType }),
          ...(style !== undefined && { style }),
          ...(typeof explode === 'boolean' && { explode }),
          ...(typeof allowReserved === 'boolean' && { allowReserved }),
        },
      ];
    }),
  );
}
