/** Values of a JSON schema, hostile texts included; lengths, patterns and formats aside (JSON Schema 2020-12). */
import * as fc from 'fast-check';
import { isRaw, listOf, type Raw, rawOf } from './raw-document.ts';

/** What texts and names of members are made of. */
export interface Texts {
  readonly text: fc.Arbitrary<string>;
  readonly key: fc.Arbitrary<string>;
}

interface Walk {
  readonly texts: Texts;
  readonly root: Raw;
  readonly depth: number;
}

/** Deeper than this only what is required; some schemas require themselves, and of those there is no value. */
const deepest = 3;
const endless = 12;

/** `root` holds the `$defs`. */
export function valuesOf(schema: unknown, texts: Texts, root: Raw): fc.Arbitrary<unknown> {
  return values(schema, { texts, root, depth: 0 });
}

const hostile = [
  '',
  ' ',
  '.',
  '..',
  '%2e%2e',
  '..%2f',
  '..\\',
  '//',
  '/',
  '?a=b',
  '#',
  '&a=b',
  ';a=b',
  'a=b',
  '%',
  '%41',
]
  .concat(['%00', '\0', '\r\nX-A: b', '\n', '\t', 'a,b', 'a|b', 'a b', '+', '"', "'", '{}', '[0]', 'null', 'true', '1'])
  .concat(['ü', '\u{1F600}', '\u2028', '\uFEFF', '\uD800', '__proto__', 'http://elsewhere.example/', '--', '1e21'])
  .concat(['é'.normalize('NFD'), '\\', '`', '<a>', '(', '!', '*', '~', '$', ':', '@', '\u{10FFFF}', '\u0080']);

export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...hostile), fc.constantFrom(...hostile)).map((two) => two.join('')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
);

function values(schema: unknown, walk: Walk): fc.Arbitrary<unknown> {
  if (walk.depth > endless) return fc.constant(null);
  if (!isRaw(schema)) return anything(walk.texts);
  const below = { ...walk, depth: walk.depth + 1 };
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if (typeof schema['$ref'] === 'string') return values(definition(schema['$ref'], walk.root), below);
  if (Array.isArray(schema['allOf'])) return values(merged(schema, walk.root), below);
  for (const keyword of ['anyOf', 'oneOf']) {
    const { [keyword]: branches, ...rest } = schema;
    if (!Array.isArray(branches)) continue;
    // A branch that only says what else is required stands beside the schema itself.
    const all = branches.map((branch) => (isTyped(rest) ? merged({ ...rest, allOf: [branch] }, walk.root) : branch));
    return fc.oneof(...all.map((branch) => values(branch, below)));
  }
  const types = typesOf(schema);
  return fc.oneof(...types.map((type) => typed(type, schema, walk)));
}

const isTyped = (schema: Raw) => 'type' in schema || 'properties' in schema;
const definition = (reference: string, root: Raw): unknown =>
  reference === '#' ? root : rawOf(root['$defs'])[reference.slice('#/$defs/'.length)];

/** All branches of an `allOf` as one schema. */
function merged(schema: Raw, root: Raw): Raw {
  const { allOf, ...own } = schema;
  const branches = listOf(allOf).map((branch) => {
    const { $ref: reference, ...rest } = rawOf(branch);
    const target = typeof reference === 'string' ? rawOf(definition(reference, root)) : {};
    return merged({ ...target, ...rest }, root);
  });
  const parts = [...branches, own];
  const properties = Object.assign({}, ...parts.map((part) => rawOf(part['properties']))) as Raw;
  const required = parts.flatMap((part) => [...listOf(part['required'])]);
  return {
    ...(Object.assign({}, ...parts) as Raw),
    ...(Object.keys(properties).length > 0 && { properties, required }),
  };
}

function typesOf(schema: Raw): readonly unknown[] {
  const type = schema['type'];
  if (Array.isArray(type)) return type;
  if (type !== undefined) return [type];
  return 'properties' in schema ? ['object'] : 'items' in schema ? ['array'] : ['anything'];
}

function typed(type: unknown, schema: Raw, walk: Walk): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return textOf(schema, walk.texts.text);
    case 'integer':
      return fc.integer(boundsOf(schema));
    case 'number':
      return fc.oneof(fc.integer(boundsOf(schema)), decimal(schema));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return list(schema, walk);
    case 'object':
      return objects(schema, walk);
    default:
      return anything(walk.texts);
  }
}

function textOf(schema: Raw, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  if (schema['maxLength'] === 0) return fc.constant('');
  if (schema['contentEncoding'] !== 'base64') return text;
  return fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64'));
}

function boundsOf(schema: Raw): { min: number; max: number } {
  const bound = (keyword: string) => (typeof schema[keyword] === 'number' ? schema[keyword] : undefined);
  const min = Math.ceil(bound('minimum') ?? (bound('exclusiveMinimum') ?? -(2 ** 31) - 1) + 1);
  const max = Math.floor(bound('maximum') ?? (bound('exclusiveMaximum') ?? Math.max(min, 2 ** 31) + 1) - 1);
  const safe = Number.MAX_SAFE_INTEGER;
  return { min: Math.max(min, -safe), max: Math.min(Math.max(min, max), safe) };
}

function decimal(schema: Raw): fc.Arbitrary<number> {
  if (['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].some((each) => each in schema)) {
    return fc.integer(boundsOf(schema));
  }
  // JSON has no minus zero, and whole numbers that were rounded are refused.
  const isRounded = (each: number) => Number.isInteger(each) && !Number.isSafeInteger(each) && Math.abs(each) < 1e21;
  return fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((each) => each + 0)
    .filter((each) => !isRounded(each));
}

function list(schema: Raw, walk: Walk): fc.Arbitrary<unknown> {
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
  const most = walk.depth >= deepest ? least : Math.max(least, 3);
  const items = most === 0 ? fc.constant('') : values(schema['items'], { ...walk, depth: walk.depth + 1 });
  return fc.array(items, { minLength: least, maxLength: most });
}

function objects(schema: Raw, walk: Walk): fc.Arbitrary<unknown> {
  const properties = rawOf(schema['properties']);
  const required = listOf(schema['required']).filter((name) => Object.hasOwn(properties, String(name))) as string[];
  const names = walk.depth >= deepest ? required : Object.keys(properties);
  const below = { ...walk, depth: walk.depth + 1 };
  const named = Object.fromEntries(names.map((name) => [name, member(name, properties[name], below)]));
  const known = fc.record(named, { requiredKeys: required, noNullPrototype: true });
  const { additionalProperties: more = Object.keys(properties).length === 0 } = schema;
  if (more === false || walk.depth >= deepest) return known;
  const others = fc.dictionary(walk.texts.key, more === true ? anything(walk.texts) : values(more, below), {
    maxKeys: 2,
    noNullPrototype: true,
  });
  return fc.tuple(others, known).map(([free, own]) => ({ ...free, ...own }));
}

/** The media type of a file is one, whatever texts are. */
function member(name: string, schema: unknown, walk: Walk): fc.Arbitrary<unknown> {
  const isMediaType = name === 'media_type' && !('enum' in rawOf(schema));
  return isMediaType ? fc.constantFrom('image/png', 'text/plain; charset=utf-8') : values(schema, walk);
}

function anything({ text, key }: Texts): fc.Arbitrary<unknown> {
  return fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(text, { maxLength: 3 }),
    fc.dictionary(key, text, { maxKeys: 2, noNullPrototype: true }),
  );
}
