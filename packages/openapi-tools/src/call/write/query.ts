/** The query of a request (OpenAPI 3.1 §4.8.12.2 to §4.8.12.4, 3.2 §4.12.4, RFC 6570 §3.2.8, §3.2.9). */
import { isObject } from '../../json.ts';
import { kindOf } from '../../plan/media-type.ts';
import type { PlannedParameter } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { writeJson } from './numbers.ts';
import { joinOwned, type OwnedPairs, type Pair } from './pairs.ts';
import { percentEncode, percentEncodeReserved } from './percent.ts';
import type { Given } from './request.ts';
import { contentOf, shapeOf, textOf } from './shape.ts';

/** How a value becomes pairs: of a parameter, and of a member of a form. */
export type PairStyle = Pick<PlannedParameter, 'wireName' | 'style' | 'explode' | 'allowReserved'>;

/** Without the question mark. `declared` are the names of all query parameters, given or not. */
export function writeQuery(given: readonly Given[], declared: ReadonlySet<string>): string {
  const [whole] = given.filter(({ parameter }) => parameter.in === 'querystring');
  if (whole) return writeWhole(whole.value, whole.parameter.contentType);
  const owned = given.map(({ parameter, value }) => ({
    wireName: parameter.wireName,
    pairs: parameter.contentType === undefined ? pairsOf(value, parameter) : [contentPair(value, parameter)],
  }));
  return writeForm(owned, declared);
}

/** Of a query and of a form. */
export function writeForm(owned: readonly OwnedPairs[], declared: ReadonlySet<string>): string {
  return joinOwned(owned, declared)
    .map(([name, value]) => `${percentEncode(name)}=${value}`)
    .join('&');
}

/** As many as the style needs; none for what counts as not given. */
export function pairsOf(value: unknown, to: PairStyle): Pair[] {
  const { wireName, style, explode, allowReserved } = to;
  const encode = allowReserved ? percentEncodeReserved : percentEncode;
  const pair = (name: string, text: string): Pair => [name, encode(text)];
  if (style === 'deepObject' && typeof value === 'object')
    return deepPairs(wireName, value).map(([name, text]) => pair(name, text));
  const shape = shapeOf(value, wireName);
  if (shape === undefined) return [];
  if (shape.kind === 'text') return [pair(wireName, shape.text)];
  if (!explode) {
    const texts = shape.kind === 'list' ? shape.texts : shape.entries.flat();
    return [[wireName, texts.map((text) => encode(undivided(text, to))).join(delimiters[style] ?? ',')]];
  }
  if (shape.kind === 'list') return shape.texts.map((text) => pair(wireName, text));
  return shape.entries.map(([key, text]) => pair(key, text));
}

const delimiters: Readonly<Partial<Record<PlannedParameter['style'], string>>> = {
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
};

/** These two divide by what is written in percent also inside a value (OpenAPI 3.1 Appendix C). */
function undivided(text: string, { style, wireName }: PairStyle): string {
  const divider = { spaceDelimited: ' ', pipeDelimited: '|' }[style as string];
  if (divider === undefined || !text.includes(divider)) return text;
  throw new ArgumentError(`a member of ${wireName} can't hold "${divider}", which divides its members`);
}

/** Deeper than one level is not specified; brackets behind brackets and repeated names are what most servers read. */
function deepPairs(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown) =>
      isObject(each) || Array.isArray(each) ? [[name, writeJson(each)]] : deepPairs(name, each),
    );
  }
  if (!isObject(value)) return [[name, textOf(value)]];
  return Object.entries(value).flatMap(([key, each]) => {
    if (/[[\]]/u.test(key)) throw new ArgumentError(`a member of ${name} can't have brackets in its name`);
    return deepPairs(`${name}[${key}]`, each);
  });
}

const contentPair = (value: unknown, { wireName, contentType = '' }: PlannedParameter): Pair => [
  wireName,
  percentEncode(contentOf(value, contentType)),
];

/** A whole query as one value (OpenAPI 3.2 §4.12.2.2). */
function writeWhole(value: unknown, contentType = 'application/x-www-form-urlencoded'): string {
  if (kindOf(contentType) !== 'form') return percentEncode(contentOf(value, contentType));
  if (!isObject(value)) return percentEncode(textOf(value));
  const owned = Object.entries(value).map(([wireName, each]) => ({
    wireName,
    pairs: pairsOf(isObject(each) ? writeJson(each) : each, {
      wireName,
      style: 'form',
      explode: true,
      allowReserved: false,
    }),
  }));
  return writeForm(owned, new Set());
}
