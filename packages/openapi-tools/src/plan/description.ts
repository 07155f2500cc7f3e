/** What a tool says of itself to the model: the summary and description of its operation, cut with care. */
import type { Operation } from './plan.ts';

/** Characters. */
const longest = 1024;

export function describeTool({ summary, description, deprecated, method, path }: Operation): string {
  const parts = [deprecated ? 'Deprecated.' : '', summary ?? '', description === summary ? '' : (description ?? '')];
  const text = parts.filter((part) => part.trim() !== '').join('\n\n') || `${method} ${path}`;
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
