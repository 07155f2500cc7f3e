/** A body, told by its Content-Type and what the document says of that media type (OpenAPI 3.1 §4.8.13 to §4.8.15). */
import type { Described, DescribedOperation } from './described.ts';
import { readParts, type ReadPart } from './multipart.ts';
import { readPairs, type Readings, splitPairs } from './pairs.ts';
import { asJson, decodeForm, Json, type Said } from './said.ts';

export type ReadBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'members'; readonly readings: Readings }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly mediaType: string };

export function readBody(body: Buffer, contentType: string | undefined, { bodies }: DescribedOperation): ReadBody {
  if (contentType === undefined) {
    if (body.length > 0) throw new Error('a body of no media type');
    return { kind: 'none' };
  }
  const essence = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const described = [...bodies].find(([type]) => type.split(';')[0]?.trim().toLowerCase() === essence)?.[1];
  const members = described?.members ?? [];
  if (essence === 'application/x-www-form-urlencoded') {
    const pairs = splitPairs(body.toString(), /&/u);
    const known = members.some(({ style }) => style === 'deepObject') || members.length > 0;
    const more = known ? [] : [...new Set(pairs.map(({ name }) => decodeForm(name)))].map(undescribed);
    return { kind: 'members', readings: readPairs(pairs, [...members, ...more], decodeForm) };
  }
  if (essence.startsWith('multipart/')) return { kind: 'members', readings: readMembers(readParts(body, contentType)) };
  if (/[/+]json$/u.test(essence)) return { kind: 'json', value: JSON.parse(body.toString()) };
  return { kind: 'bytes', bytes: body, mediaType: contentType };
}

/** Of a form that is described as one of several: a text, or as many as there are. */
function undescribed(name: string): Described {
  return {
    in: 'body',
    name,
    style: 'form',
    explode: true,
    contentType: undefined,
    kinds: ['text', 'list'],
    members: [],
  };
}

/** Each member as the list of its parts. */
function readMembers(parts: readonly ReadPart[]): Readings {
  const names = [...new Set(parts.map(({ name }) => name))];
  return {
    values: new Map(names.map((name) => [name, [parts.filter((part) => part.name === name).map(saidBy)]])),
    extra: [],
  };
}

function saidBy({ filename, mediaType = 'text/plain', bytes }: ReadPart): Said {
  if (filename !== undefined) return new Json({ data: bytes.toString('base64'), filename, media_type: mediaType });
  return /[/+]json\b/iu.test(mediaType) ? asJson(bytes.toString()) : bytes.toString();
}
