/** Header and cookie parameters (OpenAPI 3.1 §4.8.12.2, RFC 9110 §5.5, RFC 6265 §4.2). */
import type { Given } from './request.ts';
import { writeText } from './text.ts';

export function writeHeader({ parameter, value }: Given): [string, string] {
  return [parameter.wireName, Array.isArray(value) ? value.map(writeText).join(',') : writeText(value)];
}

export function writeCookies(given: readonly Given[]): string {
  return given
    .map(({ parameter, value }) => `${parameter.wireName}=${encodeURIComponent(writeText(value))}`)
    .join('; ');
}
