/** What an OpenAPI document says of each operation, read by hand and by nothing of what is tested (OpenAPI 3.0 §4.7). */

type Json = Readonly<Record<string, unknown>>;

export interface RawParameter {
  readonly name: string;
  readonly in: string;
}

export interface RawOperation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string | undefined;
  readonly parameters: readonly RawParameter[];
  /** The names between the braces of the path, in their order. */
  readonly placeholders: readonly string[];
  readonly body: RawBody | undefined;
}

export interface RawBody {
  readonly mediaType: string;
  /** The members of an object; undefined for a body that has none of its own, or takes others too. */
  readonly members: readonly string[] | undefined;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export function rawOperations(document: Json): RawOperation[] {
  return Object.entries(membersOf(document['paths'])).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = membersOf(item)[method];
      if (operation === undefined) return [];
      const { operationId, parameters, requestBody } = membersOf(operation);
      const all = [...listOf(membersOf(item)['parameters']), ...listOf(parameters)];
      return [
        {
          method: method.toUpperCase(),
          path,
          operationId: operationId as string | undefined,
          parameters: all.map((each) => followed(each, document) as unknown as RawParameter),
          placeholders: [...path.matchAll(/\{([^}]+)\}/gu)].map(([, name = '']) => name),
          body: bodyOf(followed(requestBody, document), document),
        },
      ];
    }),
  );
}

function bodyOf(requestBody: Json, document: Json): RawBody | undefined {
  const [[mediaType, media] = []] = Object.entries(membersOf(requestBody['content']));
  if (mediaType === undefined) return undefined;
  const { properties, additionalProperties } = followed(membersOf(media)['schema'], document);
  const isWhole = properties === undefined || typeof additionalProperties === 'object';
  const members = isWhole ? undefined : Object.keys(membersOf(properties));
  return { mediaType, members };
}

function followed(value: unknown, document: Json): Json {
  const { $ref: reference } = membersOf(value);
  if (typeof reference !== 'string') return membersOf(value);
  const found = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, step) => membersOf(at)[step], document);
  return followed(found, document);
}

const membersOf = (value: unknown) => Object({ ...Object(value) }) as Json;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
