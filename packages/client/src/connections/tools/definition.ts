/** A tool as it is approved: everything that an agent or a person goes by, in one text, so that no part changes in silence. */
import { hash } from 'node:crypto';
import type { ListedTool } from '../../connection/connection.ts';
import type { LeftOutTool } from '../connections.ts';
import { isPlain, visibleText } from './shown-text.ts';

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

export interface Definitions {
  readonly definitions: ReadonlyMap<string, ToolDefinition>;
  /** What is beyond all bounds is not offered, and the first of a name alone. */
  readonly leftOut: readonly LeftOutTool[];
}

/** Told of: a list of nothing else fills no store. */
const mostLeftOut = 20;

export function definitionsOf(tools: readonly ListedTool[]): Definitions {
  const definitions = new Map<string, ToolDefinition>();
  const leftOut: LeftOutTool[] = [];
  for (const tool of tools) {
    const text = definitionText(tool);
    const why = nameProblem(tool.name) ?? (definitions.has(tool.name) ? 'another tool has this name' : text.why);
    if (why !== undefined) leftOut.push({ name: visibleText(tool.name).slice(0, longestName), why });
    else definitions.set(tool.name, definitionOf(tool, text.text));
  }
  return { definitions, leftOut: leftOut.slice(0, mostLeftOut) };
}

/** Words for people, who can ask whoever runs the server. */
function nameProblem(name: string): string | undefined {
  if (name === '') return 'it has no name';
  if (name.length > longestName) return `its name has more than ${longestName} characters`;
  return isPlain(name) ? undefined : 'its name has spaces or invisible characters';
}

function definitionText({ name, description, inputSchema, outputSchema, annotations }: ListedTool): {
  readonly text: string;
  readonly why?: string;
} {
  const ordered = inOrder({ name, description, inputSchema, outputSchema, annotations }, mostLevels);
  if (ordered === tooDeep) return { text: '', why: `its definition has more than ${mostLevels} levels` };
  const text = JSON.stringify(ordered);
  if (text.length > longestText) return { text, why: `its definition has more than ${longestText} characters` };
  return /\p{Surrogate}/u.test(text) ? { text, why: 'its definition is no valid text' } : { text };
}

const definitionOf = (tool: ListedTool, text: string): ToolDefinition => ({
  name: tool.name,
  version: hash('sha256', text, 'base64url'),
  text,
  tool,
});

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
