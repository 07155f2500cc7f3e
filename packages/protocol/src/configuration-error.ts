/** What the operator did wrong: thrown at start, never sent to anyone, and never without the remedy. */
import type { z } from 'zod';
import { remedyOf } from './configuration-remedy.ts';

/** One wrong setting: where it is, what was found there (secrets hidden), and what would do. */
export interface ConfigurationProblem {
  readonly path: string;
  readonly found: string;
  readonly remedy: string;
}

/** A setting that stops the start. Its message names the path, what was found and the remedy, of `others` too. */
export class ConfigurationError extends Error implements ConfigurationProblem {
  readonly path: string;
  readonly found: string;
  readonly remedy: string;

  constructor(
    problem: ConfigurationProblem,
    options: { cause?: unknown; others?: readonly ConfigurationProblem[] } = {},
  ) {
    super(
      [problem, ...(options.others ?? [])].map(describeProblem).join('\n'),
      'cause' in options ? options : undefined,
    );
    this.name = 'ConfigurationError';
    this.path = problem.path;
    this.found = problem.found;
    this.remedy = problem.remedy;
  }
}

// A name of RFC 7591 such as `token_endpoint_auth_method` tells of tokens and holds none.
const secretName = /secret|password|key|token(?!_endpoint)/i;
const longestFound = 80;

/**
 * The options as the schema gives them back, frozen at the first level. Throws ConfigurationError for the first
 * problem, with all of them in its message; paths begin with `name`: `authorizationServer.resources[0].resource`.
 */
export function parseOptions<S extends z.ZodType>(schema: S, value: unknown, name: string): z.output<S> {
  const result = schema.safeParse(value, { error: remedyOf });
  if (result.success) {
    Object.freeze(result.data);
    return result.data;
  }
  const [first, ...others] = result.error.issues.flatMap((issue) => problemsOf(issue, value, name));
  if (first === undefined) throw result.error;
  throw new ConfigurationError(first, { cause: result.error, others });
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, name: string): ConfigurationProblem[] {
  const { path, message } = closestIssue(issue);
  if (issue.code === 'unrecognized_keys') {
    const found = 'an option that does not exist';
    return issue.keys.map((key) => ({ path: writePath(name, [...path, key]), found, remedy: message }));
  }
  return [{ path: writePath(name, path), found: describeFound(value, path), remedy: message }];
}

/** Of the alternatives of a union, the one that came furthest into the value; otherwise the issue itself. */
function closestIssue(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code === 'invalid_key') return { path: issue.path, message: issue.issues[0]?.message ?? issue.message };
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const alternatives = issue.errors.flatMap((issues) => issues.slice(0, 1)).map(closestIssue);
  const depth = Math.max(0, ...alternatives.map((alternative) => alternative.path.length));
  const closest = alternatives.filter((alternative) => alternative.path.length === depth);
  const path = [...issue.path, ...(depth === 0 ? [] : (closest[0]?.path ?? []))];
  const messages = (depth === 0 ? closest : closest.slice(0, 1)).map((alternative) => alternative.message);
  return { path, message: messages.join(', or: ') || issue.message };
}

function writePath(name: string, path: readonly PropertyKey[]): string {
  const segments = path.map((segment) => {
    if (typeof segment === 'number') return `[${segment}]`;
    const key = String(segment);
    return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return name + segments.join('');
}

function describeFound(root: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((parent, segment) => memberOf(parent, segment), root);
  if (value === undefined) return 'nothing';
  if (isSecret(path)) return '«hidden»';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return shorten(JSON.stringify(withoutUserinfo(value)));
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

// A lifetime is named after what lives that long.
function isSecret(path: readonly PropertyKey[]): boolean {
  return path.some((segment, index) => secretName.test(String(segment)) && path[index - 1] !== 'lifetimes');
}

function memberOf(parent: unknown, segment: PropertyKey): unknown {
  return Object(parent) === parent ? (parent as Record<PropertyKey, unknown>)[segment] : undefined;
}

// A connection string holds the password of its user before the host, and a slash in it is easily left unencoded.
function withoutUserinfo(value: string): string {
  return value.replace(/\/\/.*@/s, '//«hidden»@');
}

function shorten(text: string): string {
  return text.length > longestFound ? `${text.slice(0, longestFound)}…` : text;
}

function describeProblem({ path, found, remedy }: ConfigurationProblem): string {
  return `${path}: found ${found}. ${remedy}`;
}
