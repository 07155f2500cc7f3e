/** What a method promises, as hints for the host (RFC 9110 §9.2, MCP tool annotations). */
import type { ToolAnnotations } from './plan.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY']);
const idempotent = new Set([...safe, 'PUT', 'DELETE']);

/** What it does can be done again without harm. */
export const isSafe = (method: string): boolean => safe.has(method);

/** Only a safe method is known not to destroy anything: a POST may cancel an order, and MCP takes for destructive what says nothing. */
export function annotationsFor(method: string): ToolAnnotations {
  return {
    readOnlyHint: isSafe(method),
    destructiveHint: !isSafe(method),
    idempotentHint: idempotent.has(method),
    openWorldHint: true,
  };
}
