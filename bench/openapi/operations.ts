/** What a document lets a call say, read as plainly as can be: its operations with their parameters and the members of their bodies (OpenAPI 3.1 §4.8.10). */
export type Json = Readonly<Record<string, unknown>>;

/** Something that a call may say. */
export interface Saying {
  readonly name: string;
  readonly isOfBody: boolean;
}

interface Operation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly sayings: readonly Saying[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const transport = new Set(['accept', 'content-type', 'authorization']);

export function operationsOf(document: Json): Operation[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) => {
    const pathItem = followed(document, item);
    return methods
      .filter((method) => isObject(pathItem[method]))
      .map((method) => {
        const operation = objectAt(pathItem, method);
        const said = [...parametersOf(document, [pathItem, operation], path), ...membersOf(document, operation)];
        return { method: method.toUpperCase(), path, sayings: said };
      });
  });
}

/** Those of the operation stand for those of the path that are alike; each placeholder is one, declared or not. */
function parametersOf(document: Json, holders: readonly Json[], path: string): Saying[] {
  const declared = holders
    .flatMap((holder) => listAt(holder, 'parameters'))
    .map((parameter) => followed(document, parameter))
    .filter(({ in: place, name }) => place !== 'path' && !(place === 'header' && transport.has(lower(name))));
  const names = new Map(declared.map(({ in: place, name }) => [`${String(place)} ${String(name)}`, String(name)]));
  const placeholders = [...path.matchAll(/\{(?<name>[^}]+)\}/gu)].map(({ groups }) => groups?.['name'] ?? '');
  return [...names.values(), ...new Set(placeholders)].map((name) => ({ name, isOfBody: false }));
}

function membersOf(document: Json, operation: Json): Saying[] {
  if (operation['requestBody'] === undefined) return [];
  const content = objectAt(followed(document, operation['requestBody']), 'content');
  const media = content['application/json'] ?? Object.values(content)[0];
  const names = propertiesOf(document, objectAt(media, 'schema'));
  return (names.length > 0 ? names : ['body']).map((name) => ({ name, isOfBody: true }));
}

/** Of an object, alone or put together by `allOf`; none of anything else. What only answers have is nothing to say. */
function propertiesOf(document: Json, value: Json, depth = 0): string[] {
  const schema = followed(document, value);
  if ('oneOf' in schema || 'anyOf' in schema || depth > 5) return [];
  const own = Object.entries(objectAt(schema, 'properties'))
    .filter(([, property]) => followed(document, property)['readOnly'] !== true)
    .map(([name]) => name);
  const parts = listAt(schema, 'allOf').flatMap((part) => propertiesOf(document, part as Json, depth + 1));
  return [...new Set([...own, ...parts])];
}

function followed(document: Json, value: unknown): Json {
  let found = value;
  for (let steps = 0; steps < 20 && isObject(found) && typeof found['$ref'] === 'string'; steps += 1) {
    const keys = found['$ref'].split('/').slice(1);
    found = keys
      .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), document);
  }
  return isObject(found) ? found : {};
}

export function objectAt(value: unknown, key: string): Json {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const lower = (name: unknown): string => String(name).toLowerCase();
