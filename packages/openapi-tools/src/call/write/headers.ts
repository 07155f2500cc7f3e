/** Header parameters (OpenAPI 3.1 §4.8.12.4, RFC 9110 §5.5). */
import { kindOf } from '../../plan/media-type.ts';
import { ArgumentError } from './argument-error.ts';
import { writeJson } from './numbers.ts';
import type { Given } from './request.ts';
import { shapeOf, textOf } from './shape.ts';

/** Nothing for what counts as not given. Throws ArgumentError for what no header carries whole. */
export function writeHeader({ parameter, value }: Given): [string, string][] {
  const { wireName, contentType, explode } = parameter;
  if (contentType !== undefined) {
    const text = kindOf(contentType) === 'json' ? inAscii(writeJson(value)) : textOf(value);
    return [[wireName, requireCarried(text, wireName)]];
  }
  const shape = shapeOf(value, wireName);
  if (shape === undefined) return [];
  if (shape.kind === 'text') return [[wireName, requireCarried(shape.text, wireName)]];
  const members =
    shape.kind === 'list'
      ? shape.texts.map((text) => undivided(text, wireName))
      : shape.entries.map(([key, text]) =>
          [undividedKey(key, wireName), undivided(text, wireName)].join(explode ? '=' : ','),
        );
  return [[wireName, requireCarried(members.join(','), wireName)]];
}

/** HTTP takes the spaces at both ends away, and means ASCII alone by a text. */
function requireCarried(text: string, name: string): string {
  if (/^(?:[!-~](?:[\t -~]*[!-~])?)?$/u.test(text)) return text;
  throw new ArgumentError(`${name} is a header, which takes visible ASCII without spaces at its ends`);
}

/** Headers have no way to write a comma that doesn't divide, nor spaces beside one (RFC 9110 §5.6.1). */
function undivided(text: string, name: string): string {
  if (!text.includes(',') && text === text.trim()) return text;
  throw new ArgumentError(`a member of ${name} can't hold a comma, which divides its members, or spaces at its ends`);
}

function undividedKey(key: string, name: string): string {
  if (!key.includes('=')) return undivided(key, name);
  throw new ArgumentError(`a member of ${name} can't have "=" in its name`);
}

/** The same JSON (RFC 8259 §7). */
const inAscii = (json: string) =>
  json.replaceAll(/[^ -~]/gu, (each) => {
    let escaped = '';
    for (let at = 0; at < each.length; at += 1) escaped += `\\u${each.charCodeAt(at).toString(16).padStart(4, '0')}`;
    return escaped;
  });
