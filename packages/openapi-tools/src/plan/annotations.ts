/** What a method promises, as hints for the host (RFC 9110 §9.2, MCP tool annotations). */
import type { ToolAnnotations } from './plan.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

const isSafe = (method: string) => safe.has(method);

export function annotationsFor(method: string): ToolAnnotations {
  return {
    readOnlyHint: isSafe(method),
    destructiveHint: method === 'DELETE',
    idempotentHint: isSafe(method) || method === 'PUT' || method === 'DELETE',
    openWorldHint: true,
  };
}
