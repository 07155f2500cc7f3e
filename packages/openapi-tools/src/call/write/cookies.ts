/** Cookie parameters as one header (OpenAPI 3.1 §4.8.12.4, 3.2 §4.12.3, RFC 6265 §4.2.1). */
import { kindOf } from '../../plan/media-type.ts';
import { ArgumentError } from './argument-error.ts';
import { percentEncode } from './percent.ts';
import type { Given } from './request.ts';
import { type Shape, shapeOf, textOf } from './shape.ts';

/** Each pair as a cookie of its own: `&`, which the style form has between pairs, divides nothing in this header. */
export function writeCookies(given: readonly Given[], declared: ReadonlySet<string>): string {
  return given.flatMap((each) => pairsOf(each, declared)).join('; ');
}

function pairsOf({ parameter, value }: Given, declared: ReadonlySet<string>): string[] {
  const { wireName, contentType, style, explode } = parameter;
  const encode = style === 'cookie' ? (text: string) => asItIs(text, wireName) : percentEncode;
  if (contentType !== undefined) {
    return [`${wireName}=${percentEncode(kindOf(contentType) === 'json' ? JSON.stringify(value) : textOf(value))}`];
  }
  const shape = shapeOf(value, wireName);
  if (shape === undefined) return [];
  if (!explode || shape.kind === 'text') return [`${wireName}=${membersOf(shape).map(encode).join(',')}`];
  if (shape.kind === 'list') return shape.texts.map((text) => `${wireName}=${encode(text)}`);
  return shape.entries.map(([key, text]) => {
    if (declared.has(key))
      throw new ArgumentError(`${wireName} can't have a member ${key}, which is a cookie of its own`);
    return `${percentEncode(key)}=${encode(text)}`;
  });
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
