/** What a document asks for, read with nothing of ours: every place of every operation that a call must be able to fill. */

export type Raw = Readonly<Record<string, unknown>>;

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const rawOf = (value: unknown): Raw => (isRaw(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'query'];

export interface RawOperation {
  readonly method: string;
  readonly path: string;
  /** `query limit`, `body title`; without the members of a body that is not one plain object. */
  readonly places: ReadonlySet<string>;
  readonly body: 'none' | 'members' | 'whole';
}

/** What stands at the end of the references of this document. */
export function resolverOf(document: Raw): (value: unknown) => Raw {
  return function at(value) {
    const reference = rawOf(value)['$ref'];
    if (typeof reference !== 'string') return rawOf(value);
    const keys = decodeURIComponent(reference).split('/').slice(1);
    return at(
      keys.reduce<unknown>((each, key) => {
        const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
        return Array.isArray(each) ? each[Number(name)] : rawOf(each)[name];
      }, document),
    );
  };
}

export function operationsOf(document: Raw): RawOperation[] {
  const at = resolverOf(document);
  return Object.entries(rawOf(document['paths'])).flatMap(([path, item]) =>
    methods
      .filter((method) => isRaw(at(item)[method]))
      .map((method) => rawOperation({ path, method, item: at(item) }, at, document)),
  );
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly item: Raw;
}

type At = (value: unknown) => Raw;

function rawOperation({ path, method, item }: Place, at: At, document: Raw): RawOperation {
  const operation = rawOf(item[method]);
  const keys = Object.values(rawOf(rawOf(document['components'])['securitySchemes'])).map(at);
  const placeholders = [...(path.split('#')[0] ?? '').matchAll(/\{([^}]+)\}/gu)].map(([, name]) => `path ${name}`);
  const parameters = [...listOf(operation['parameters']), ...listOf(item['parameters'])].map(at);
  const declared = parameters
    .filter(({ in: place, name }) => !keys.some((key) => key['in'] === place && key['name'] === name))
    .filter(
      ({ in: place, name }) => place !== 'header' || !/^(?:accept|content-type|authorization)$/iu.test(String(name)),
    )
    .map(({ in: place, name }) => `${String(place)} ${String(name)}`)
    .filter((each) => !each.startsWith('path ') || placeholders.includes(each));
  const requestBody = operation['requestBody'];
  const isSent = requestBody !== undefined && method !== 'get' && method !== 'head';
  const members = isSent ? membersOf(at(requestBody), at) : undefined;
  return {
    method: method.toUpperCase(),
    path,
    places: new Set([...placeholders, ...declared, ...(members ?? []).map((name) => `body ${name}`)]),
    body: isSent ? (members ? 'members' : 'whole') : 'none',
  };
}

/** Undefined where the body is not one plain object of JSON, a form or multipart. */
function membersOf(requestBody: Raw, at: At): string[] | undefined {
  const types = Object.keys(rawOf(requestBody['content']));
  const wanted = [/json/iu, /x-www-form-urlencoded/iu, /^multipart/iu];
  const type = wanted.map((pattern) => types.find((each) => pattern.test(each))).find((each) => each !== undefined);
  if (type === undefined) return undefined;
  const root = rawOf(rawOf(rawOf(requestBody['content'])[type])['schema']);
  if (referencesBelow(at(root), at).has(String(root['$ref']))) return undefined;
  const members = new Map<string, Raw>();
  if (!collect(root, { at, members, depth: 0 }) || members.size === 0) return undefined;
  return [...members].filter(([, schema]) => schema['readOnly'] !== true).map(([name]) => name);
}

function collect(given: Raw, walk: { at: At; members: Map<string, Raw>; depth: number }): boolean {
  const schema = walk.at(given);
  if (walk.depth > 20 || schema['oneOf'] !== undefined || schema['anyOf'] !== undefined) return false;
  if (![undefined, 'object'].includes(schema['type'] as string) || schema['nullable'] === true) return false;
  if (
    schema['patternProperties'] !== undefined ||
    ![undefined, false].includes(schema['additionalProperties'] as boolean)
  ) {
    return false;
  }
  for (const [name, property] of Object.entries(rawOf(schema['properties']))) walk.members.set(name, walk.at(property));
  return listOf(schema['allOf']).every((branch) => collect(rawOf(branch), { ...walk, depth: walk.depth + 1 }));
}

function referencesBelow(schema: Raw, at: At, found = new Set<string>()): Set<string> {
  for (const [, reference = ''] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/gu)) {
    if (found.has(reference)) continue;
    found.add(reference);
    referencesBelow(at({ $ref: reference }), at, found);
  }
  return found;
}
