/** The template of a path: its placeholders, and what no request could be made of (OpenAPI 3.1 §4.8.8.1, 3.2 §4.8.2). */
import { OpenApiError } from '../open-api-error.ts';

export interface Placeholder {
  /** As it stands between the braces: `order_id`, `*`, `+path`. */
  readonly name: string;
  /** The same without the signs by which frameworks mark one that takes several segments; empty for `*`. */
  readonly bareName: string;
  readonly severalSegments: boolean;
}

const anyPlaceholder = /\{(?<name>[^{}]+)\}/gu;
const signs = /^[*+]+|(?<![*+])[*+]+$/gu;

/** What follows a `#` only keeps two operations of one path apart: it is never sent (RFC 9110 §7.1). */
export const withoutFragment = (path: string): string => path.split('#', 1)[0] ?? '';

/** Each placeholder once. Throws OpenApiError for a template that no request can be made of. */
export function placeholdersOf(template: string, at: string): Placeholder[] {
  const fault = faultIn(template);
  if (fault !== undefined) {
    const remedy = 'Correct the path: it begins with a slash, and each placeholder has one pair of braces and a name.';
    throw new OpenApiError({ path: at, found: fault, remedy });
  }
  const names = new Set([...template.matchAll(anyPlaceholder)].map(([, name = '']) => name));
  return [...names].map((name) => {
    const bareName = name.replaceAll(signs, '');
    return { name, bareName, severalSegments: bareName !== name };
  });
}

/** Names that RFC 6570 would write something before: `{?page}` is a query there, and a literal `?` here. */
export const isExpansion = ({ name }: Placeholder): boolean => /^[?&#;./]/u.test(name);

function faultIn(template: string): string | undefined {
  const literal = template.replaceAll(anyPlaceholder, 'x');
  // Behind an origin such a path would be part of the host's name.
  if (!template.startsWith('/')) return 'a path without a slash at its beginning';
  if (/[{}]/u.test(literal)) return 'a path with a brace that has no counterpart, or no name between two';
  if (literal.includes('?')) return 'a path with a query in it, which belongs into parameters';
  // URL parsers read a backslash as a slash and leave control characters out.
  if (/[\\\p{Cc}]/u.test(literal)) return 'a path with a backslash or a control character';
  const segments = literal.split('/').map((segment) => segment.replaceAll(/%2e/giu, '.'));
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'a path with "." or ".." as a segment';
  return undefined;
}
