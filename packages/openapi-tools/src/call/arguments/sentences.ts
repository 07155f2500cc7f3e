/** One fault of arguments as a sentence: which argument, what was found there, what would do (JSON Schema 2020-12 §6). */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { isObject, type JsonSchema, member } from '../../json.ts';
import { nearMisses } from '../../plan/near-misses.ts';
import { describeValue, isSecretPlace } from './found.ts';
import { choice, formatExample, typesOf, wantedBy, wordFor } from './wanted.ts';

/** `schema` is that of all arguments, whose `$defs` tell what is missing. */
export function sentenceOf(fault: ErrorObject, schema: JsonSchema): string {
  const { keyword, params } = fault;
  if (keyword === 'required' || keyword === 'dependentRequired') return missing(fault, schema);
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return unknown(fault);
  const place = placeOf(fault.instancePath);
  const subject = place === '' ? 'The arguments' : place;
  const found = `found ${describeValue(fault.data, isSecretPlace(fault))}`;
  const remedy = remedies[keyword]?.(params as Params, fault);
  return remedy === undefined
    ? `${subject}: ${found}, which ${fault.message ?? 'is wrong'}.`
    : `${subject}: ${found}. ${remedy}`;
}

type Params = Readonly<Record<string, unknown>>;

const remedies: Readonly<Record<string, (params: Params, fault: ErrorObject) => string>> = {
  type: (_params, fault) => `Give ${typesOf(fault).map(wordFor).join(' or ')}.`,
  enum: ({ allowedValues }, { data }) => choice(allowedValues, data),
  const: ({ allowedValue }) => choice([allowedValue], undefined),
  format: ({ format }) => `Give a text of the format ${String(format)}${formatExample(format)}.`,
  pattern: ({ pattern }) => `Give a text that fits ${cut(String(pattern), 120)}.`,
  minimum: ({ limit }) => `Give at least ${String(limit)}.`,
  maximum: ({ limit }) => `Give at most ${String(limit)}.`,
  exclusiveMinimum: ({ limit }) => `Give more than ${String(limit)}.`,
  exclusiveMaximum: ({ limit }) => `Give less than ${String(limit)}.`,
  multipleOf: ({ multipleOf }) => `Give a multiple of ${String(multipleOf)}.`,
  minLength: ({ limit }) => `Give at least ${String(limit)} characters.`,
  maxLength: ({ limit }) => `Give at most ${String(limit)} characters.`,
  minItems: ({ limit }) => `Give at least ${String(limit)} items.`,
  maxItems: ({ limit }) => `Give at most ${String(limit)} items.`,
  minProperties: ({ limit }) => `Give at least ${String(limit)} members.`,
  maxProperties: ({ limit }) => `Give at most ${String(limit)} members.`,
  uniqueItems: ({ i, j }) => `Give each item once: numbers ${String(j)} and ${String(i)} are alike.`,
  anyOf: () => 'Give what fits one of its alternatives.',
  oneOf: ({ passingSchemas }) =>
    Array.isArray(passingSchemas)
      ? 'Give what fits one of its alternatives alone.'
      : 'Give what fits one of its alternatives.',
};

function missing({ params, parentSchema, instancePath }: ErrorObject, schema: JsonSchema): string {
  const name = String(member(params, 'missingProperty'));
  const wanted = wantedBy(member(member(parentSchema, 'properties'), name), schema);
  return `${inside(instancePath, name)} is missing${wanted === '' ? '' : `. Give ${wanted}`}.`;
}

function unknown({ params, parentSchema, instancePath }: ErrorObject): string {
  const name = String(member(params, 'additionalProperty') ?? member(params, 'unevaluatedProperty'));
  const properties = member(parentSchema, 'properties');
  const known = isObject(properties) ? Object.keys(properties) : [];
  const close = nearMisses(name, known);
  const what = `${inside(instancePath, name)}: there is no such ${instancePath === '' ? 'argument' : 'member'}.`;
  if (close.length > 0) return `${what} Did you mean ${close.join(' or ')}?`;
  if (known.length === 0) return what;
  return `${what} There ${known.length === 1 ? 'is' : 'are'} ${listed(known)}.`;
}

const listed = (names: readonly string[]) =>
  names.length <= 15 ? names.join(', ') : `${names.slice(0, 15).join(', ')} and ${names.length - 15} more`;

function inside(instancePath: string, name: string): string {
  const place = placeOf(instancePath);
  return place === '' ? cut(name, 80) : `${place}.${cut(name, 80)}`;
}

/** `/items/0/sku` as `items[0].sku`. */
function placeOf(instancePath: string): string {
  const words = instancePath.split('/').slice(1);
  const written = words.map((word, index) => {
    const name = word.replaceAll('~1', '/').replaceAll('~0', '~');
    if (index > 0 && /^\d+$/u.test(name)) return `[${name}]`;
    return index === 0 ? name : `.${name}`;
  });
  return cut(written.join(''), 160);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
