/** Judges options at the start: a wrong one is refused with its path, what was found there, and what would do. */
import type { z } from 'zod';
import { isObject, member } from '../json.ts';
import { OpenApiError, type Problem } from '../open-api-error.ts';
import { nearMisses } from '../plan/near-misses.ts';
import { namesIn, type OptionsSchema, schema } from './schema.ts';

/** Throws OpenApiError. */
export function judgeOptions(options: unknown, known: OptionsSchema = schema): void {
  const { error } = known.safeParse(options, { error: remedyOf });
  const [issue] = error?.issues ?? [];
  if (issue) throw new OpenApiError(problemOf(issue, options, known));
}

function problemOf(issue: z.core.$ZodIssue, options: unknown, known: OptionsSchema): Problem {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const close = nearMisses(key, namesIn(known, issue.path[0]?.toString()));
    const remedy = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : 'Leave it out.';
    return { path: pathOf([...issue.path, key]), found: 'an option that does not exist', remedy };
  }
  const inner = innermost(issue);
  if (inner.code === 'unrecognized_keys') return problemOf(inner, options, known);
  return { path: pathOf(inner.path), found: foundAt(options, inner.path), remedy: inner.message };
}

/** Of the alternatives of a union the one that was seen to be meant: an object with a member that is wrong. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const meant = issue.errors
    .flatMap((issues) => issues.slice(0, 1))
    .find(({ path, code }) => path.length > 0 || code === 'unrecognized_keys');
  return meant ? { ...meant, path: [...issue.path, ...meant.path] } : issue;
}

function remedyOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return `Give ${kinds[issue.expected] ?? issue.expected}.`;
  if (issue.code === 'invalid_value') return `Use one of ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'too_small') return `Give at least ${issue.minimum}.`;
  if (issue.code === 'too_big') return `Give at most ${issue.maximum}.`;
  return issue.code === 'invalid_union' ? 'Give a function, or an object of conditions.' : undefined;
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
};

const pathOf = (path: readonly PropertyKey[]) =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`)).join('') ||
  'options';

/** Texts only of options that hold no secret: an address may hold a password, a variable may be a key. */
function foundAt(options: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (each, key) => (Array.isArray(each) ? (each as unknown[])[Number(key)] : member(each, String(key))),
    options,
  );
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'string')
    return /^(?:names|select)$/u.test(String(path[0])) ? JSON.stringify(value.slice(0, 80)) : 'a text';
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? typeof value);
}
