/** Which words of a schema are kept, and what each must hold (JSON Schema 2020-12 §10, validation §6 to §9): whatever else stands there is left out. */
import { formatNames } from 'ajv-formats/dist/formats.js';
import { isObject } from '../json.ts';
import { unicodePattern } from './patterns.ts';

/** A value that is kept as it is. `wanted` completes: it must be … */
interface ValueKeyword {
  readonly wanted: string;
  fits(value: unknown): boolean;
}

/** Subschemas: one, a list of them, or by name. */
export type Shape = 'one' | 'list' | 'map';

export const shapes: ReadonlyMap<string, Shape> = new Map([
  ...words('items contains additionalProperties propertyNames not if then else').map(shapedAs('one')),
  ...words('unevaluatedItems unevaluatedProperties contentSchema').map(shapedAs('one')),
  ...words('allOf anyOf oneOf prefixItems').map(shapedAs('list')),
  ...words('properties patternProperties dependentSchemas $defs').map(shapedAs('map')),
]);

export const types: ReadonlySet<string> = new Set(words('null boolean object array number integer string'));

/** Longer ones would make the list of tools grow without end; characters of JSON. */
const longestValue = 16_384;
export const longestText = 16_384;
export const longestName = 256;
/** Nobody picks from more. */
const mostChoices = 5000;
const longestChoice = 65_536;

const text: ValueKeyword = { wanted: 'a text', fits: (value) => typeof value === 'string' };
const flag: ValueKeyword = { wanted: 'true or false', fits: (value) => typeof value === 'boolean' };
const number: ValueKeyword = { wanted: 'a number', fits: Number.isFinite };
const count: ValueKeyword = {
  wanted: 'a whole number',
  fits: (value) => Number.isInteger(value) && Number(value) >= 0,
};
const value: ValueKeyword = { wanted: 'a short value of JSON', fits: (each) => isShort(each, longestValue) };
const names: ValueKeyword = { wanted: 'a list of names of at most 256 characters', fits: isNames };

export const valueKeywords: ReadonlyMap<string, ValueKeyword> = new Map<string, ValueKeyword>([
  ...words('title description contentEncoding contentMediaType').map((word) => [word, text] as const),
  ...words('nullable deprecated writeOnly uniqueItems').map((word) => [word, flag] as const),
  ...words('minimum maximum').map((word) => [word, number] as const),
  ...words('exclusiveMinimum exclusiveMaximum').map((word) => [word, { ...number, fits: isBound }] as const),
  ...words('minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains').map(
    (word) => [word, count] as const,
  ),
  ['multipleOf', { wanted: 'a number above zero', fits: (each) => Number.isFinite(each) && Number(each) > 0 }],
  ['default', value],
  ['const', value],
  ['enum', { wanted: `a list of 1 to ${mostChoices} short values`, fits: isChoice }],
  [
    'examples',
    { wanted: 'a list of short values', fits: (each) => Array.isArray(each) && isShort(each, longestValue) },
  ],
  [
    'pattern',
    {
      wanted: 'a regular expression of JavaScript with the flag u',
      fits: (each) => unicodePattern(each) !== undefined,
    },
  ],
  ['format', { wanted: 'a format that arguments can be judged by', fits: (each) => formats.has(each) }],
  ['required', names],
  [
    'dependentRequired',
    {
      wanted: 'lists of names',
      fits: (each) => isObject(each) && [Object.keys(each), ...Object.values(each)].every(isNames),
    },
  ],
]);

const formats: ReadonlySet<unknown> = new Set(formatNames);

function isBound(bound: unknown): boolean {
  return typeof bound === 'boolean' || Number.isFinite(bound);
}

function isNames(list: unknown): boolean {
  return Array.isArray(list) && list.every((name) => typeof name === 'string' && name.length <= longestName);
}

function isChoice(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0 && list.length <= mostChoices && isShort(list, longestChoice);
}

/** JSON, of at most so many characters. */
function isShort(each: unknown, most: number): boolean {
  let left = most;
  const measure = (inner: unknown, depth: number): void => {
    left -= typeof inner === 'string' ? inner.length + 2 : 2;
    if (left < 0 || depth > 20) left = -1;
    else if (Array.isArray(inner)) for (const item of inner) measure(item, depth + 1);
    else if (isObject(inner)) {
      for (const [key, item] of Object.entries(inner)) {
        left -= key.length + 2;
        measure(item, depth + 1);
      }
    } else if (!['string', 'boolean'].includes(typeof inner) && inner !== null && !Number.isFinite(inner)) left = -1;
  };
  measure(each, 0);
  return left >= 0;
}

function words(text_: string): string[] {
  return text_.split(' ');
}

function shapedAs(shape: Shape): (word: string) => readonly [string, Shape] {
  return (word) => [word, shape];
}
