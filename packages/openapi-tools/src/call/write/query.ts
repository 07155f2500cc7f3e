/** The query of a request (OpenAPI 3.1 §4.8.12.2, RFC 6570 §3.2.8). */
import { isObject } from '../../json.ts';
import type { Given } from './request.ts';
import { writeText } from './text.ts';

/** Without the question mark. */
export function writeQuery(given: readonly Given[]): string {
  return given
    .flatMap(pairsOf)
    .map(([name, value]) => `${encodeURIComponent(name)}=${value}`)
    .join('&');
}

function pairsOf({ parameter: { wireName, explode, style }, value }: Given): [string, string][] {
  const encoded = (each: unknown) => encodeURIComponent(writeText(each));
  if (Array.isArray(value)) {
    return explode ? value.map((each) => [wireName, encoded(each)]) : [[wireName, value.map(encoded).join(',')]];
  }
  if (!isObject(value)) return [[wireName, encoded(value)]];
  const entries = Object.entries(value);
  if (style === 'deepObject') return entries.map(([key, each]) => [`${wireName}[${key}]`, encoded(each)]);
  if (explode) return entries.map(([key, each]) => [key, encoded(each)]);
  return [[wireName, entries.flat().map(encoded).join(',')]];
}
