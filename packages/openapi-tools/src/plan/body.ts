/** The body of a request: of which media type, and which of its members are arguments of their own (OpenAPI 3.1 §4.8.13, §4.8.14). */
import { child, type Node } from '../document/node.ts';
import { type JsonSchema, member, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { type BodyMedia, isScalar, mediaOf } from './body-media.ts';
import { joined } from './description.ts';
import { fileSchema, partsWithFiles, withFiles } from './files.ts';
import { flatBody } from './flat-body.ts';
import type { FoundOperation } from './operations.ts';
import type { PlannedBody, PlannedBodyPart } from './plan.ts';
import type { Planning } from './planning.ts';

export interface BodyPlan {
  readonly body: PlannedBody;
  readonly parts: readonly PlannedBodyPart[];
}

/** Undefined for an operation without a body. Throws OpenApiError for a body that is needed and can't be sent. */
export function planBody({ node, operation }: FoundOperation, planning: Planning): BodyPlan | undefined {
  const declared = child(node, 'requestBody');
  if (declared.value === undefined) return undefined;
  const requestBody = planning.references.follow(declared);
  const all = mediaOf(requestBody, planning);
  const [media] = all;
  const isSent = operation.method !== 'GET' && operation.method !== 'HEAD';
  if (media && isSent) {
    const parts = membersOf(media, planning.schemas) ?? [wholeBody(requestBody, all, planning.schemas)];
    return { body: media.body, parts };
  }
  const problem = {
    path: requestBody.at,
    found: media ? `a body of a ${operation.method} request, which fetch never sends` : 'a body without a media type',
    remedy: media ? 'Describe it as POST or QUERY.' : 'Give it a content.',
  };
  if (member(requestBody.value, 'required') === true) throw new OpenApiError(problem);
  planning.report(problem);
  return undefined;
}

/** Undefined where the body has to be one argument. */
function membersOf({ body, schema }: BodyMedia, schemas: SchemaReader): PlannedBodyPart[] | undefined {
  const { kind, required, encoding } = body;
  if (kind === 'binary' || kind === 'text') return undefined;
  const flat = flatBody(schema, schemas);
  if (!flat) return undefined;
  return [...flat.properties].map(([wireName, each]) => {
    const contentType = Object.hasOwn(encoding, wireName) ? encoding[wireName]?.contentType : undefined;
    const accepted = kind === 'multipart' ? withFiles(each, contentType, schemas) : each;
    const isNeeded = flat.required.has(wireName);
    return {
      in: 'body',
      wireName,
      required: required && isNeeded,
      requiredInBody: isNeeded,
      schema: accepted,
      holdsFiles: accepted !== each,
    };
  });
}

function wholeBody(requestBody: Node, all: readonly BodyMedia[], schemas: SchemaReader): PlannedBodyPart {
  const [media] = all;
  const schema = media ? wholeSchema(media, all, schemas) : {};
  const description = joined(textMember(requestBody.value, 'description'), textMember(schema, 'description'));
  return {
    in: 'body',
    wireName: undefined,
    required: media?.body.required ?? false,
    requiredInBody: true,
    schema: description === undefined ? schema : { ...schema, description },
    holdsFiles: media?.body.kind === 'binary' || media?.body.kind === 'multipart',
  };
}

function wholeSchema({ body, schema, at }: BodyMedia, all: readonly BodyMedia[], schemas: SchemaReader): JsonSchema {
  const own = schemas.resolved(schema);
  const description = textMember(schema, 'description') ?? textMember(own, 'description');
  switch (body.kind) {
    case 'binary': {
      const mediaTypes = all.filter((each) => each.body.kind === 'binary').map(({ declared }) => declared);
      return fileSchema({ description, mediaTypes, hasName: false });
    }
    case 'text':
      // A schema with a structure says what the text means, and an agent writes the text.
      return isScalar(own) ? schema : { type: 'string', description: description ?? `As ${body.mediaType}.` };
    case 'form':
    case 'multipart':
      if (isScalar(own) || own['type'] === 'array') {
        const remedy = 'Describe what it holds as the properties of an object.';
        throw new OpenApiError({ path: at, found: `a body of ${shown(body.mediaType)} that is no object`, remedy });
      }
      return body.kind === 'form' ? schema : partsWithFiles(schema, schemas);
    case 'json':
      return schema;
  }
}
