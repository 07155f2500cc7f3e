/** A tool as it is approved: everything that an agent or a person goes by, in one text, so that no part changes in silence. */
import { hash } from 'node:crypto';
import type { ListedTool } from '../../connection/connection.ts';
import { isPlain } from './shown-text.ts';

export interface ToolDefinition {
  readonly name: string;
  /** Of the text: the same text is the same version. */
  readonly version: string;
  /** JSON with its members in order, so that a server may list them as it likes. */
  readonly text: string;
  /** As it was listed. */
  readonly tool: ListedTool;
}

const longestName = 128;
const longestText = 200_000;
const mostLevels = 48;

/** By name, the first of a name alone; what is beyond all bounds is not offered. */
export function definitionsOf(tools: readonly ListedTool[]): ReadonlyMap<string, ToolDefinition> {
  const definitions = new Map<string, ToolDefinition>();
  for (const tool of tools) {
    const definition = definitionOf(tool);
    if (definition && !definitions.has(tool.name)) definitions.set(tool.name, definition);
  }
  return definitions;
}

function definitionOf(tool: ListedTool): ToolDefinition | undefined {
  const { name, description, inputSchema, outputSchema, annotations } = tool;
  if (name === '' || name.length > longestName || !isPlain(name)) return undefined;
  const ordered = inOrder({ name, description, inputSchema, outputSchema, annotations }, mostLevels);
  const text = ordered === tooDeep ? undefined : JSON.stringify(ordered);
  if (text === undefined || text.length > longestText || /\p{Surrogate}/u.test(text)) return undefined;
  return { name, version: hash('sha256', text, 'base64url'), text, tool };
}

const tooDeep = Symbol('more levels than anybody needs');

function inOrder(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return tooDeep;
  const below = (each: unknown) => inOrder(each, levels - 1);
  if (Array.isArray(value)) {
    const items = value.map(below);
    return items.includes(tooDeep) ? tooDeep : items;
  }
  const members = Object.entries(value).map(([key, each]) => [key, below(each)] as const);
  if (members.some(([, each]) => each === tooDeep)) return tooDeep;
  return Object.fromEntries(members.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
