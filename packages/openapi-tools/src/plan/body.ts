/** The body of a request: of which media type, and which of its members are arguments of their own (OpenAPI 3.1 §4.8.13, §4.8.14). */
import { child, type Node } from '../document/node.ts';
import { isObject, type JsonSchema, member, objectOf, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import { fileSchema, partsWithFiles, withFiles } from './files.ts';
import { flatBody } from './flat-body.ts';
import { essenceOf, isRange, kindOf } from './media-type.ts';
import type { FoundOperation } from './operations.ts';
import type { PlannedBody, PlannedBodyPart } from './plan.ts';
import type { Planning } from './planning.ts';

export interface BodyPlan {
  readonly body: PlannedBody;
  readonly parts: readonly PlannedBodyPart[];
}

/** A media type of the body, and how it would be sent. */
interface Form extends PlannedBody {
  readonly schema: JsonSchema;
  /** As the document has it, which may be a range. */
  readonly declared: string;
}

/** Undefined for an operation without a body. Throws OpenApiError for a body that is needed and can't be sent. */
export function planBody({ node, operation }: FoundOperation, planning: Planning): BodyPlan | undefined {
  const declared = child(node, 'requestBody');
  if (declared.value === undefined) return undefined;
  const requestBody = planning.references.follow(declared);
  const required = member(requestBody.value, 'required') === true;
  const forms = formsOf(requestBody, required, planning);
  const [form] = forms.toSorted(byPreference);
  const isSent = operation.method !== 'GET' && operation.method !== 'HEAD';
  if (form && isSent) {
    const { schema: _schema, declared: _declared, ...body } = form;
    return { body, parts: partsOf(form, forms, planning.schemas) };
  }
  const found = form
    ? `a body of a ${operation.method} request, which fetch never sends`
    : 'a body without a media type';
  const problem = {
    path: requestBody.at,
    found,
    remedy: form ? 'Describe it as POST or QUERY.' : 'Give it a content.',
  };
  if (required) throw new OpenApiError(problem);
  planning.report(problem);
  return undefined;
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

function byPreference(one: Form, other: Form): number {
  const place = ({ kind, declared }: Form) => 2 * kinds.indexOf(kind) + (isRange(declared) ? 1 : 0);
  return place(one) - place(other);
}

function formsOf(requestBody: Node, required: boolean, { references, schemas }: Planning): Form[] {
  const content = child(requestBody, 'content');
  return Object.keys(isObject(content.value) ? content.value : {}).map((declared) => {
    const media = references.follow(child(content, declared));
    const schema = schemas.read(child(media, 'schema'));
    const kind = kindOfForm(declared, schema, schemas);
    const encoding = member(media.value, 'encoding');
    return {
      declared,
      mediaType: isRange(declared) ? concrete[kind] : declared,
      kind,
      required,
      encoding: objectOf(
        Object.entries(isObject(encoding) ? encoding : {}).filter(([, each]) => isObject(each)),
      ) as PlannedBody['encoding'],
      schema,
    };
  });
}

/** A type that nobody knows, of which the document says that it is structured, is JSON: nothing else has a structure here. */
function kindOfForm(mediaType: string, schema: JsonSchema, schemas: SchemaReader): PlannedBody['kind'] {
  const kind = kindOf(mediaType);
  const own = schemas.resolved(schema);
  const structured = ['properties', 'items', 'allOf', 'anyOf', 'oneOf', 'additionalProperties'];
  const isStructured = own['type'] === 'object' || own['type'] === 'array' || structured.some((each) => each in own);
  if (kind === 'binary' && isStructured && essenceOf(mediaType) !== 'application/octet-stream') return 'json';
  const isText = own['type'] === 'string' && own['format'] !== 'binary' && isRange(mediaType);
  return isText ? 'text' : kind;
}

function partsOf(form: Form, forms: readonly Form[], schemas: SchemaReader): PlannedBodyPart[] {
  const { kind, schema, required } = form;
  if (kind === 'binary') return [wholeBody(bytesOf(form, forms), required, true)];
  if (kind === 'text') return [wholeBody(textOf(form, schemas), required, false)];
  const flat = flatBody(schema, schemas);
  if (!flat) {
    if (kind === 'multipart') return [wholeBody(partsWithFiles(schema, schemas), required, true)];
    return [wholeBody(schema, required, false)];
  }
  return [...flat.properties].map(([wireName, each]) => {
    const encoding = form.encoding[wireName];
    const next = kind === 'multipart' ? withFiles(each, encoding?.contentType, schemas) : each;
    const isNeeded = flat.required.has(wireName);
    return {
      in: 'body',
      wireName,
      required: required && isNeeded,
      requiredInBody: isNeeded,
      schema: next,
      holdsFiles: next !== each,
    };
  });
}

function wholeBody(schema: JsonSchema, required: boolean, holdsFiles: boolean): PlannedBodyPart {
  return { in: 'body', wireName: undefined, required, requiredInBody: true, schema, holdsFiles };
}

function bytesOf({ schema }: Form, forms: readonly Form[]): JsonSchema {
  const mediaTypes = forms.filter(({ kind }) => kind === 'binary').map(({ declared }) => declared);
  return fileSchema({ description: textMember(schema, 'description'), mediaTypes, hasName: false });
}

const scalars = new Set<unknown>(['string', 'number', 'integer', 'boolean']);

/** A schema with a structure says what the text means, and an agent writes the text. */
function textOf({ schema, mediaType }: Form, schemas: SchemaReader): JsonSchema {
  if (scalars.has(schemas.resolved(schema)['type'])) return schema;
  return { type: 'string', description: textMember(schema, 'description') ?? `A text of the type ${mediaType}.` };
}
