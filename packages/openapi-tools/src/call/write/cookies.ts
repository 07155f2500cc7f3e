/** Cookie parameters as one header (OpenAPI 3.1 §4.8.12.4, 3.2 §4.12.3, RFC 6265 §4.2.1). */
import { ArgumentError } from './argument-error.ts';
import { joinOwned, type Pair } from './pairs.ts';
import { percentEncode } from './percent.ts';
import type { Given } from './request.ts';
import { contentOf, type Shape, shapeOf } from './shape.ts';

/** Each pair as a cookie of its own: `&`, which the style form has between pairs, divides nothing in this header. */
export function writeCookies(given: readonly Given[], declared: ReadonlySet<string>): string {
  const owned = given.map((each) => ({ wireName: each.parameter.wireName, pairs: pairsOf(each) }));
  return joinOwned(owned, declared)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

function pairsOf({ parameter, value }: Given): Pair[] {
  const { wireName, contentType, style, explode } = parameter;
  const encode = style === 'cookie' ? (text: string) => asItIs(text, wireName) : percentEncode;
  if (contentType !== undefined) {
    return [[wireName, percentEncode(contentOf(value, contentType))]];
  }
  const shape = shapeOf(value, wireName);
  if (shape === undefined) return [];
  if (!explode || shape.kind === 'text') return [[wireName, membersOf(shape).map(encode).join(',')]];
  if (shape.kind === 'list') return shape.texts.map((text) => [wireName, encode(text)]);
  return shape.entries.map(([key, text]) => [nameOf(key, parameter), encode(text)]);
}

/** The name of a cookie is a token of HTTP, as declared names are (RFC 6265 §4.1.1). */
function nameOf(key: string, { style, wireName }: Given['parameter']): string {
  const name = style === 'cookie' ? key : percentEncode(key);
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(name)) return name;
  throw new ArgumentError(`a member of ${wireName} has a name that no cookie can have`);
}

function membersOf(shape: Shape): readonly string[] {
  if (shape.kind === 'text') return [shape.text];
  return shape.kind === 'list' ? shape.texts : shape.entries.flat();
}

/** This style writes nothing in percent, so that a value must be what a cookie takes. */
function asItIs(text: string, name: string): string {
  if (/^[!#-+\--:<-[\]-~]*$/u.test(text)) return text;
  throw new ArgumentError(`${name} is a cookie, which takes no spaces, quotes, commas, semicolons or backslashes`);
}
