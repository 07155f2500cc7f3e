/** Tools are what an admin approved, or they are held: a description is a stranger's word to a model. */
import type { ListedTool } from '../../connection/connection.ts';
import { changeConnection, type StoredConnection } from '../connection-store.ts';
import { FieldProblem } from '../connections.ts';
import { requireConnection } from '../permission.ts';
import type { Registry } from '../registry.ts';
import { definitionsOf, type ToolDefinition } from './definition.ts';
import { visibleText } from './shown-text.ts';
import { changeTool, dropTool, insertTool, setTool, toolsOf, type StoredTool, type ToolsByName } from './tool-store.ts';

export interface ComparedTools {
  /** Approved, and switched on. */
  readonly usable: readonly ListedTool[];
  readonly seen: ReadonlyArray<readonly [name: string, version: string]>;
}

/** Judges a list that a server has just shown, and remembers what has to be looked at. */
export async function compareTools(
  registry: Registry,
  connection: StoredConnection,
  listed: readonly ListedTool[],
): Promise<ComparedTools> {
  const definitions = definitionsOf(listed);
  // As it is now: of what was first listed long ago, nothing is first any more.
  const { toolsApprovedAt } = await requireConnection(registry, connection.id);
  if (toolsApprovedAt === null) await approveFirst(registry, connection, definitions);
  const known = await toolsOf(registry, connection.id);
  await holdOthers(registry, connection, { known, definitions });
  const usable = Array.from(definitions.values())
    .filter(({ name, version }) => isUsable(known.get(name), version))
    .map(shownTool);
  return { usable, seen: Array.from(definitions.values(), ({ name, version }) => [name, version] as const) };
}

/** An agent reads what an admin saw. */
function shownTool({ tool }: ToolDefinition): ListedTool {
  const { description } = tool;
  return description === undefined ? tool : { ...tool, description: visibleText(description) };
}

export function isUsable(tool: StoredTool | undefined, version: string | undefined): boolean {
  return tool !== undefined && version !== undefined && tool.isOn && tool.approvedVersion === version;
}

/** Insert-only, so that of two first lists neither overrules the other. */
async function approveFirst(
  registry: Registry,
  connection: StoredConnection,
  definitions: ReadonlyMap<string, ToolDefinition>,
): Promise<void> {
  const each = (definition: ToolDefinition) => insertTool(registry, connection.id, { definition, isApproved: true });
  await Promise.all(Array.from(definitions.values(), each));
  await changeConnection(registry, connection, { toolsApprovedAt: registry.now() });
}

interface Comparison {
  readonly known: ToolsByName;
  readonly definitions: ReadonlyMap<string, ToolDefinition>;
}

async function holdOthers(
  registry: Registry,
  { id }: StoredConnection,
  { known, definitions }: Comparison,
): Promise<void> {
  const held = Array.from(definitions.values(), async (definition) => {
    const { name, version, text } = definition;
    const tool = known.get(name);
    if (!tool) return insertTool(registry, id, { definition, isApproved: false });
    if (tool.approvedVersion === version || tool.heldVersion === version) return;
    await changeTool(registry, tool, { heldVersion: version, held: text });
  });
  // What nobody approved and is gone is forgotten: a server that makes up names fills no store.
  const gone = Array.from(known.values()).filter((tool) => tool.approved === null && !definitions.has(tool.name));
  await Promise.all([...held, ...gone.map((tool) => dropTool(registry, tool))]);
}

/** Throws FieldProblem for a version that is not there any more. */
export async function approveVersions(
  registry: Registry,
  connection: StoredConnection,
  versions: readonly string[],
): Promise<void> {
  const held = new Map(
    Array.from((await toolsOf(registry, connection.id)).values(), (tool) => [tool.heldVersion, tool] as const),
  );
  for (const version of versions) {
    const tool = held.get(version);
    const set = { approvedVersion: version, approved: tool?.held ?? null, heldVersion: null, held: null };
    if (!tool || !(await changeTool(registry, tool, set))) {
      throw new FieldProblem({ tools: 'A tool has changed since you looked at it. Look at it again.' });
    }
  }
}

/** For everyone. Throws FieldProblem for a tool that nobody has seen. */
export async function switchTool(
  registry: Registry,
  { id }: StoredConnection,
  { tool, isOn }: { tool: string; isOn: boolean },
): Promise<void> {
  if (!(await setTool(registry, id, { name: tool, isOn }))) {
    throw new FieldProblem({ tools: 'This tool is not there any more.' });
  }
}
