/** Which operations become tools. */
import { OpenApiError } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import { nearMisses } from './near-misses.ts';
import type { Operation } from './plan.ts';

/** All that is given must fit; a list fits when one of its entries does. An entry that fits nothing in the document is refused. */
export interface Selection {
  readonly tags?: readonly string[] | undefined;
  /** In any case: `GET`, `get`. */
  readonly methods?: readonly string[] | undefined;
  /** Templates, in which `*` stands for any characters: `/orders/*`. */
  readonly paths?: readonly string[] | undefined;
  readonly operationIds?: readonly string[] | undefined;
  /** False leaves out what is deprecated; true is nothing else. */
  readonly deprecated?: boolean | undefined;
  /** Operations that need no scope but these. */
  readonly scopes?: readonly string[] | undefined;
}

export type Select = Selection | ((operation: Operation) => boolean);

/** Throws OpenApiError for a selection that fits nothing, or names what the document doesn't have. */
export function selected(operations: readonly Operation[], select: Select | undefined): Set<Operation> {
  if (select === undefined) return new Set(operations);
  const fits = typeof select === 'function' ? select : fitsSelection(select, operations);
  const chosen = operations.filter((operation) => fits(operation));
  if (chosen.length === 0 && operations.length > 0) {
    const remedy = 'Leave a condition out: all that is given must fit.';
    throw new OpenApiError({
      path: 'select',
      found: `a selection that fits none of ${operations.length} operations`,
      remedy,
    });
  }
  return new Set(chosen);
}

type Lists = 'tags' | 'methods' | 'paths' | 'operationIds' | 'scopes';

interface Criterion {
  /** What an operation has of it. */
  of(operation: Operation): readonly string[];
  fits(entry: string, own: string): boolean;
  /** What may be named although no operation has it. */
  readonly usual?: readonly string[];
}

/** `GET` and `HEAD` are asked for together, and few documents have both. */
const methods = ['GET', 'HEAD', 'OPTIONS', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE'];

const isSame = (entry: string, own: string) => entry === own;

const criteria: Readonly<Record<Lists, Criterion>> = {
  tags: { of: ({ tags }) => tags, fits: isSame },
  methods: {
    of: ({ method }) => [method],
    fits: (entry, own) => entry.toUpperCase() === own.toUpperCase(),
    usual: methods,
  },
  paths: { of: ({ path }) => [path], fits: (entry, own) => entry === own || patternOf(entry).test(own) },
  operationIds: { of: ({ operationId }) => (operationId === undefined ? [] : [operationId]), fits: isSame },
  scopes: { of: ({ scopes }) => scopes, fits: isSame },
};

const names = Object.keys(criteria) as Lists[];

function fitsSelection(selection: Selection, operations: readonly Operation[]): (operation: Operation) => boolean {
  for (const name of names) refuseUnknown(name, selection[name] ?? [], operations);
  return (operation) =>
    (selection.deprecated === undefined || operation.deprecated === selection.deprecated) &&
    names.every((name) => {
      const entries = selection[name];
      if (entries === undefined) return true;
      const own = criteria[name].of(operation);
      const isCovered = (each: string) => entries.some((entry) => criteria[name].fits(entry, each));
      return name === 'scopes' ? own.every(isCovered) : own.some(isCovered);
    });
}

function refuseUnknown(name: Lists, entries: readonly string[], operations: readonly Operation[]): void {
  const { of, fits, usual = [] } = criteria[name];
  const known = new Set([...usual, ...operations.flatMap(of)]);
  for (const [index, entry] of entries.entries()) {
    if ([...known].some((own) => fits(entry, own))) continue;
    const close = nearMisses(entry, known).map(shown);
    const remedy = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : 'Leave it out: no operation has it.';
    const found = `${shown(entry)}, which fits no operation of the document`;
    throw new OpenApiError({ path: `select.${name}[${index}]`, found, remedy });
  }
}

function patternOf(entry: string): RegExp {
  const literals = entry.split(/\*+/u).map((literal) => literal.replaceAll(/[$()*+.?[\\\]^{|}/-]/gu, String.raw`\$&`));
  return new RegExp(`^${literals.join('.*')}$`, 'su');
}
