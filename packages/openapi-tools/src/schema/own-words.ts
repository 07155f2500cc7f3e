/** The words of one schema that are kept, each with a value that it may have; what is left out is reported (JSON Schema 2020-12, OpenAPI 3.0 §4.7.24). */
import { child, type Node } from '../document/node.ts';
import type { OpenApiVersion } from '../document/version.ts';
import { isObject, type JsonSchema, objectOf, textMember } from '../json.ts';
import type { Problem } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import { unicodePattern } from './patterns.ts';
import type { Hidden } from './read-only.ts';
import { longestName, longestText, shapes, types, valueKeywords } from './keywords.ts';

export interface Reading {
  readonly version: OpenApiVersion;
  readonly report: (problem: Problem) => void;
  /** Properties that only answers have. */
  readonly hidden: Hidden;
}

/** OpenAPI 3.0 has a reference alone; what many write beside it is understood all the same. */
const besideReference = new Set(['title', 'description', 'default', 'deprecated', 'nullable', 'writeOnly']);

/** Without references; the subschemas are as the document has them. */
export function ownWords(node: Node, reading: Reading): JsonSchema {
  const schema = renamed(isObject(node.value) ? node.value : {});
  const isAlone = reading.version === '3.0' && textMember(schema, '$ref') !== undefined;
  const written = Object.keys(schema).filter((word) => !isAlone || besideReference.has(word));
  if (isAlone) reportIgnored(node, schema, reading);
  return objectOf(
    written.flatMap((word) => {
      const value = valueOf({ node, word, value: schema[word] }, reading);
      return value === undefined ? [] : [[word, value] as const];
    }),
  );
}

/** Whoever writes them means them. */
function reportIgnored(node: Node, schema: JsonSchema, { report }: Reading): void {
  const judging = Object.keys(schema).filter((word) => word === 'type' || shapes.has(word) || valueKeywords.has(word));
  const ignored = judging.filter((word) => !besideReference.has(word) && word !== 'examples');
  if (ignored.length === 0) return;
  const remedy = 'OpenAPI 3.0 ignores them: put the reference and them into allOf.';
  report({ path: node.at, found: `words beside a reference: ${ignored.join(', ')}`, remedy });
}

interface Word {
  readonly node: Node;
  readonly word: string;
  readonly value: unknown;
}

/** Undefined: it is left out. */
function valueOf(written: Word, reading: Reading): unknown {
  const { word, value } = written;
  const shape = shapes.get(word);
  if (word === 'type') return typesOf(written, reading);
  if (shape === 'map') return namedSchemas(written, reading);
  if (shape !== undefined) return fitsShape(value, shape) ? value : leftOut(written, 'a schema', reading);
  const keyword = valueKeywords.get(word);
  if (keyword === undefined) return undefined;
  if (!keyword.fits(value)) return leftOut(written, keyword.wanted, reading);
  if (word === 'required') return [...new Set(value as string[])].filter((name) => !reading.hidden(name));
  if (word === 'pattern') return unicodePattern(value);
  return typeof value === 'string' ? cut(value) : value;
}

function fitsShape(value: unknown, shape: 'one' | 'list'): boolean {
  if (shape === 'list') return Array.isArray(value) && value.length > 0;
  return isObject(value) || typeof value === 'boolean';
}

function typesOf(written: Word, reading: Reading): unknown {
  const { value } = written;
  if (value === null) return 'null';
  const all: unknown[] = Array.isArray(value) ? value : [value];
  const good = all.filter((each) => typeof each === 'string' && types.has(each));
  if (good.length < all.length || good.length === 0) leftOut(written, `one of ${[...types].join(', ')}`, reading);
  return good.length === 0 ? undefined : good;
}

function namedSchemas(written: Word, reading: Reading): unknown {
  const { node, word, value } = written;
  if (word === '$defs') return undefined;
  if (!isObject(value)) return leftOut(written, 'an object of schemas', reading);
  const isKept = (name: string) => {
    if (word === 'properties' && reading.hidden(name)) return false;
    if (name.length <= longestName && (word !== 'patternProperties' || unicodePattern(name) === name)) return true;
    const wanted = word === 'properties' ? 'a name of at most 256 characters' : 'a regular expression of JavaScript';
    leftOut({ node: child(node, word), word: name, value: name }, wanted, reading);
    return false;
  };
  return objectOf(Object.entries(value).filter(([name]) => isKept(name)));
}

function leftOut({ node, word, value }: Word, wanted: string, { report }: Reading): undefined {
  const remedy = `It is left out of the tool: it must be ${wanted}.`;
  report({ path: child(node, word).at, found: shown(value), remedy });
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1).toWellFormed()}…`;
}

/** Lists by position as they were written before 2020 (JSON Schema draft 7 §6.4). */
function renamed(schema: JsonSchema): JsonSchema {
  const { items, additionalItems, example, ...rest } = schema;
  const examples = example !== undefined && rest['examples'] === undefined ? { examples: [example] } : {};
  if (!Array.isArray(items)) return { ...rest, ...examples, ...(items !== undefined && { items }) };
  const others = additionalItems === undefined ? {} : { items: additionalItems };
  return { ...rest, ...examples, ...others, ...(items.length > 0 && { prefixItems: items }) };
}
