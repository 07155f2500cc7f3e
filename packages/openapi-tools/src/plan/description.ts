/** What a tool says of itself to the model: the summary and description of its operation, cut with care (MCP, tools). */
import type { Operation } from './plan.ts';
import { shortened } from './shortened.ts';

export interface DescriptionOptions {
  /** Characters, of a tool's description and of each argument's. */
  readonly maxLength: number;
}

const longestTitle = 120;

export function describeTool(operation: Operation, { maxLength }: DescriptionOptions): string {
  const { summary = '', description = '', deprecated, method, path } = operation;
  const start = summary.trim().replace(/\.$/u, '');
  const parts = [deprecated ? 'Deprecated.' : '', description.trim().startsWith(start) ? '' : summary, description];
  const text = parts.filter((part) => part.trim() !== '').map((part) => part.trim());
  return shortened(
    text.length > (deprecated ? 1 : 0) ? text.join('\n\n') : [...text, `${method} ${path}`].join('\n\n'),
    maxLength,
  );
}

/** One line for people; undefined for an operation without a summary. */
export function titleOf({ summary }: Operation): string | undefined {
  const line = summary?.replaceAll(/\s+/gu, ' ').trim();
  return line ? shortened(line, longestTitle) : undefined;
}

/** What is said from outside, then what a schema says of itself, unless one says it all. */
export function joined(outer: string | undefined, inner: string | undefined): string | undefined {
  if (!outer || !inner) return outer || inner;
  if (outer.includes(inner)) return outer;
  return inner.includes(outer) ? inner : `${outer}\n\n${inner}`;
}
