/** What would do where something is missing or wrong, in few words (JSON Schema 2020-12 §6). */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { isObject, type JsonSchema, member, textMember } from '../../json.ts';
import { nearMisses } from '../../plan/near-misses.ts';

const mostValues = 12;
const longestValue = 60;

const examples: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'P1DT12H',
  email: 'ada@example.com',
  uri: 'https://example.com/a',
  url: 'https://example.com/a',
  uuid: '3f0e7f5c-7f0e-4c57-9d0b-0d5f5a3c0a11',
  byte: 'aGVsbG8= (base64)',
};

export const formatExample = (format: unknown): string => {
  const example = examples[String(format)];
  return example === undefined ? '' : `, such as ${example}`;
};

/** One of these values; those that may have been meant first. */
export function choice(values: unknown, found: unknown): string {
  const all = Array.isArray(values) ? values.map((value) => shortJson(value)) : [];
  const close = typeof found === 'string' ? nearMisses(JSON.stringify(found), all) : [];
  const first = [...new Set([...close, ...all])].slice(0, mostValues);
  const more = all.length > first.length ? ` and ${all.length - first.length} more` : '';
  return all.length === 1 ? `Give ${first.join('')}.` : `Give one of ${first.join(', ')}${more}.`;
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

export function typesOf({ params }: ErrorObject): string[] {
  const type = member(params, 'type');
  return Array.isArray(type) ? type.map(String) : [String(type)];
}

/** Empty where the schema doesn't say. */
export function wantedBy(schema: unknown, root: JsonSchema): string {
  const reference = textMember(schema, '$ref');
  const own = reference?.startsWith('#/$defs/') ? member(root['$defs'], reference.slice('#/$defs/'.length)) : schema;
  const values = member(own, 'enum');
  if (Array.isArray(values)) return choice(values, undefined).slice('Give '.length, -1);
  const type = member(own, 'type');
  const types = (Array.isArray(type) ? type : [type]).filter((each) => typeof each === 'string');
  if (types.length === 0 || !isObject(own)) return '';
  const format = textMember(own, 'format');
  const words = types.map(wordFor).join(' or ');
  return format === undefined ? words : `${words} of the format ${format}${formatExample(format)}`;
}

export function wordFor(type: string): string {
  if (type === 'null') return type;
  return /^[aeiou]/u.test(type) ? `an ${type}` : `a ${type}`;
}
