/** Which operations become tools. */
import type { Operation } from './plan.ts';

/** All that is given must fit; a list fits when one of its entries does. */
export interface Selection {
  readonly tags?: readonly string[];
  /** In capitals: `GET`. */
  readonly methods?: readonly string[];
  /** Templates; one that ends with `*` fits all that begin so: `/orders/*`. */
  readonly paths?: readonly string[];
  readonly operationIds?: readonly string[];
  /** False leaves out what is deprecated; true is nothing else. */
  readonly deprecated?: boolean;
  /** Operations that need no scope but these. */
  readonly scopes?: readonly string[];
}

export function selects(selection: Selection | ((operation: Operation) => boolean), operation: Operation): boolean {
  if (typeof selection === 'function') return selection(operation);
  const { tags, methods, paths, operationIds, deprecated, scopes } = selection;
  return (
    (tags === undefined || operation.tags.some((tag) => tags.includes(tag))) &&
    (methods === undefined || methods.includes(operation.method)) &&
    (paths === undefined || paths.some((path) => fits(path, operation.path))) &&
    (operationIds === undefined || operationIds.includes(operation.operationId ?? '')) &&
    (deprecated === undefined || operation.deprecated === deprecated) &&
    (scopes === undefined || operation.scopes.every((scope) => scopes.includes(scope)))
  );
}

const fits = (pattern: string, path: string) =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
