/** The path of a request: values fill the template and can't leave it (OpenAPI 3.1 §4.8.9, RFC 3986 §3.3, §5.2.4). */
import { ArgumentError } from './argument-error.ts';
import type { Given } from './request.ts';
import { writeText } from './text.ts';

export function writePath(template: string, given: readonly Given[]): string {
  return template.replaceAll(/\{(?<name>[^{}]+)\}/gu, (_all, name: string) => {
    const found = given.find(({ parameter }) => parameter.wireName === name);
    if (!found) throw new ArgumentError(`the path needs a value for ${name}`);
    const text = writeText(found.value);
    return found.parameter.severalSegments ? text.split('/').map(segmentOf).join('/') : segmentOf(text);
  });
}

/** URL parsers take `..` and `%2e%2e` alike, so that encoding doesn't help. */
function segmentOf(text: string): string {
  const decoded = text.replaceAll(/%2e/giu, '.');
  if (text === '' || decoded === '.' || decoded === '..') {
    throw new ArgumentError('a path value must not be empty, "." or ".."');
  }
  return encodeURIComponent(text);
}
