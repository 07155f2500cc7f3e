/** The name of a tool as every agent knows it: `mcp__<slug>__<tool>`, within what hosts and models take (docs/hosts.md). */
import { createHash } from 'node:crypto';

/** Models take 64 characters, of which hosts take up to 18 for a name of their own that they put before it. */
const longestName = 46;

/** A slug has no underscore, so that no other connection's tool can have the same name. */
export const qualifiedPrefix = (slug: string): string => `mcp__${slug}__`;

/** A name that is too long, or has other characters, is cut and marked by its own hash: the same tool is the same name. */
export function qualifiedName(slug: string, tool: string): string {
  const prefix = qualifiedPrefix(slug);
  const isPlain = /^[\w-]+$/.test(tool) && prefix.length + tool.length <= longestName;
  if (isPlain) return prefix + tool;
  const mark = createHash('sha256').update(tool).digest('hex').slice(0, 8);
  const words = tool.replaceAll(/[^\w-]+/g, '_').slice(0, longestName - prefix.length - mark.length - 1);
  return `${prefix}${words}_${mark}`;
}
