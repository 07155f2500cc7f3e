/** A value as the styles see it: a text, a list of them, or an object of them (OpenAPI 3.1 §4.8.12.4, RFC 6570 §2.3, §2.4). */
import { isObject } from '../../json.ts';
import { kindOf } from '../../plan/media-type.ts';
import { ArgumentError } from './argument-error.ts';
import { writeJson, writeNumber } from './numbers.ts';

export type Shape =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, string])[] };

/**
 * Undefined for what counts as not given: null, a list or an object without members (RFC 6570 §2.3). What is nested deeper
 * has no style, so it is written as JSON. Throws ArgumentError for a list with null in it, which would lose a place.
 */
export function shapeOf(value: unknown, name: string): Shape | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    if (value.includes(null)) throw new ArgumentError(`${name} can't hold null; leave such members out`);
    return value.length === 0 ? undefined : { kind: 'list', texts: value.map(textOf) };
  }
  if (!isObject(value)) return { kind: 'text', text: textOf(value) };
  const entries = Object.entries(value)
    .filter(([, each]) => each !== null && each !== undefined)
    .map(([key, each]) => [key, textOf(each)] as const);
  return entries.length === 0 ? undefined : { kind: 'object', entries };
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? writeNumber(value) : writeJson(value);
}

/** A value that is written as a media type instead of by a style (OpenAPI 3.1 §4.8.12.2.3). */
export const contentOf = (value: unknown, contentType: string): string =>
  kindOf(contentType) === 'json' ? writeJson(value) : textOf(value);
