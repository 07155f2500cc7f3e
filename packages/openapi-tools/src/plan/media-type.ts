/** What a media type means for whoever writes or reads a body (RFC 9110 §8.3.1, RFC 6839 §3.1, OpenAPI 3.1 §4.8.14). */
import type { PlannedBody } from './plan.ts';

const textual = new Set(
  ['xml', 'yaml', 'x-yaml', 'x-ndjson', 'ndjson', 'jsonl', 'x-jsonlines', 'json-seq', 'graphql', 'javascript', 'sql']
    .concat(['csv', 'toml', 'x-sh', 'xml-dtd', 'rtf', 'ecmascript'])
    .map((subtype) => `application/${subtype}`),
);

/** Any `+json` is JSON. What nobody knows is bytes. */
export function kindOf(mediaType: string): PlannedBody['kind'] {
  const essence = essenceOf(mediaType);
  if (essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json')) return 'json';
  if (essence === 'application/x-www-form-urlencoded') return 'form';
  if (essence.startsWith('multipart/')) return 'multipart';
  return essence.startsWith('text/') || /\+(?:xml|yaml)$/u.test(essence) || textual.has(essence) ? 'text' : 'binary';
}

/** A range such as `image/*`: a request needs one of them. */
export const isRange = (mediaType: string): boolean => essenceOf(mediaType).endsWith('*');

export const essenceOf = (mediaType: string): string => mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
