/** An operation as its document describes it, read with nothing of ours: what may stand where in a request (OpenAPI 3.1 §4.8.10, §4.8.12 to §4.8.15). */
import { isRaw, listOf, type Raw, rawOf, resolverOf } from '../raw-document.ts';

/** How a value came to be text: as what its schema allows, a text, a list or an object. */
export type Kind = 'text' | 'list' | 'object';

/** A parameter, or a member of a form. */
export interface Described {
  readonly in: string;
  readonly name: string;
  readonly style: string;
  readonly explode: boolean;
  readonly contentType: string | undefined;
  readonly kinds: readonly Kind[];
  /** The members of an object that the document names. */
  readonly members: readonly string[];
}

export interface DescribedBody {
  readonly members: readonly Described[];
}

export interface DescribedOperation {
  readonly template: string;
  readonly parameters: readonly Described[];
  /** By media type, as the document writes it. */
  readonly bodies: ReadonlyMap<string, DescribedBody>;
}

type At = (value: unknown) => Raw;

export function describedOperation(document: Raw, path: string, method: string): DescribedOperation {
  const at = resolverOf(document);
  const item = at(rawOf(document['paths'])[path]);
  const operation = rawOf(item[method.toLowerCase()]);
  const declared = [...listOf(operation['parameters']), ...listOf(item['parameters'])].map(at);
  const template = path.split('#')[0] ?? '';
  const placeholders = [...template.matchAll(/\{([^}]+)\}/gu)].map(([, name = '']) => name);
  const content = rawOf(at(operation['requestBody'])['content']);
  return {
    template,
    parameters: [
      ...placeholders.map((name) => inPath(name, declared, at)),
      ...declared.filter((each) => each['in'] !== 'path').map((each) => parameter(each, String(each['name']), at)),
    ],
    bodies: new Map(Object.entries(content).map(([type, media]) => [type, { members: members(at(media), at) }])),
  };
}

/** Some write the signs of their framework between the braces; a placeholder that nobody declared is a text. */
function inPath(name: string, declared: readonly Raw[], at: At): Described {
  const bare = name.replaceAll(/^[*+]+|[*+]+$/gu, '');
  const named = (wanted: string) => declared.find((each) => each['in'] === 'path' && each['name'] === wanted);
  return parameter(named(name) ?? named(bare) ?? { in: 'path', schema: { type: 'string' } }, name, at);
}

const defaultStyles: Readonly<Record<string, string>> = { path: 'simple', header: 'simple' };

function parameter(raw: Raw, name: string, at: At): Described {
  const place = String(raw['in']);
  const style = textOf(raw['style']) ?? defaultStyles[place] ?? 'form';
  const [contentType] = Object.keys(rawOf(raw['content']));
  const explode = raw['explode'] ?? (style === 'form' || style === 'cookie');
  return { in: place, name, style, explode: explode === true, contentType, ...shape(raw['schema'], at) };
}

/** A member goes by a style where its encoding has one of three, and by its media type otherwise (OpenAPI 3.1 §4.8.15). */
function members(media: Raw, at: At): Described[] {
  const encodings = rawOf(media['encoding']);
  return Object.entries(propertiesOf(media['schema'], at)).map(([name, schema]) => {
    const encoding = rawOf(encodings[name]);
    const hasStyle = ['style', 'explode', 'allowReserved'].some((each) => encoding[each] !== undefined);
    const style = textOf(encoding['style']) ?? 'form';
    const explode = (encoding['explode'] ?? style === 'form') === true;
    const declared = encoding['contentType'];
    const own = shape(schema, at);
    const contentType =
      !hasStyle && typeof declared === 'string' ? declared : !hasStyle && isObjectAlone(own) ? json : undefined;
    return { in: 'body', name, style, explode, contentType, ...own };
  });
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const json = 'application/json';
const isObjectAlone = ({ kinds }: Pick<Described, 'kinds'>) => kinds.length === 1 && kinds[0] === 'object';

function shape(schema: unknown, at: At): Pick<Described, 'kinds' | 'members'> {
  return { kinds: [...kindsOf(schema, at)], members: Object.keys(propertiesOf(schema, at)) };
}

const branchesOf = (schema: Raw): unknown[] =>
  ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => [...listOf(schema[keyword])]);

function kindsOf(given: unknown, at: At, depth = 0): Set<Kind> {
  const schema = at(given);
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']].filter(Boolean);
  const named = types.map((type): Kind => (type === 'array' ? 'list' : type === 'object' ? 'object' : 'text'));
  if (named.length > 0) return new Set(named);
  const branches = depth < 10 ? branchesOf(schema).flatMap((each) => [...kindsOf(each, at, depth + 1)]) : [];
  if (branches.length > 0) return new Set(branches);
  if (isRaw(schema['properties'])) return new Set(['object']);
  return new Set(['text', 'list', 'object']);
}

function propertiesOf(given: unknown, at: At, depth = 0): Raw {
  const schema = at(given);
  const branches = depth < 10 ? branchesOf(schema).map((each) => propertiesOf(each, at, depth + 1)) : [];
  return Object.assign({}, ...branches, rawOf(schema['properties'])) as Raw;
}
