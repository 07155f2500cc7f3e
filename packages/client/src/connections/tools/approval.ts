/** Tools are what an admin approved, or they are held: a description is a stranger's word to a model. */
import { ClientError } from '../../client-error.ts';
import type { ListedTool } from '../../connection/connection.ts';
import type { SeenTools } from '../access.ts';
import { changeConnection, type StoredConnection } from '../connection-store.ts';
import { requireConnection } from '../permission.ts';
import type { Registry } from '../registry.ts';
import { boundTo } from '../sealed-place.ts';
import { definitionsOf, type ToolDefinition } from './definition.ts';
import { visibleText, visibleWords } from './shown-text.ts';
import {
  changeTool,
  dropTool,
  insertTool,
  isApproved,
  toolsOf,
  type StoredTool,
  type ToolsByName,
} from './tool-store.ts';

export interface ComparedTools {
  /** Approved, and switched on. */
  readonly usable: readonly ListedTool[];
  readonly seen: SeenTools;
}

/** Judges a list that a server has just shown, and remembers what has to be looked at. */
export async function compareTools(
  registry: Registry,
  connection: StoredConnection,
  { owner, listed }: { owner: string; listed: readonly ListedTool[] },
): Promise<ComparedTools> {
  const { definitions, leftOut } = definitionsOf(listed);
  // As it is now: of what was first listed long ago nothing is first any more, and what was listed elsewhere says nothing.
  const fresh = await requireConnection(registry, connection.id);
  if (boundTo(fresh) !== boundTo(connection))
    throw new ClientError('not_allowed', 'this connection has just been changed');
  if (fresh.toolsApprovedAt === null && definitions.size > 0) await approveFirst(registry, fresh, definitions);
  const known = await toolsOf(registry, connection.id);
  await holdOthers(registry, connection, { owner, known, definitions });
  const usable = Array.from(definitions.values())
    .filter(({ name, version }) => isUsable(known.get(name), version))
    .map(shownTool);
  const tools = Array.from(definitions.values(), ({ name, version }) => [name, version] as const);
  return { usable, seen: { tools, ...(leftOut.length > 0 && { leftOut }) } };
}

/** An agent reads what an admin saw. */
function shownTool({ tool }: ToolDefinition): ListedTool {
  const { description } = tool;
  return { ...visibleWords(tool), ...(description !== undefined && { description: visibleText(description) }) };
}

export function isUsable(tool: StoredTool | undefined, version: string | undefined): boolean {
  return tool !== undefined && version !== undefined && tool.isOn && isApproved(tool, version);
}

/** Insert-only, so that of two first lists neither overrules the other. */
async function approveFirst(
  registry: Registry,
  connection: StoredConnection,
  definitions: ReadonlyMap<string, ToolDefinition>,
): Promise<void> {
  const each = (definition: ToolDefinition) => insertTool(registry, connection.id, { definition });
  await Promise.all(Array.from(definitions.values(), each));
  await changeConnection(registry, connection, { toolsApprovedAt: registry.now() });
}

interface Comparison {
  readonly owner: string;
  readonly known: ToolsByName;
  readonly definitions: ReadonlyMap<string, ToolDefinition>;
}

async function holdOthers(
  registry: Registry,
  { id }: StoredConnection,
  { owner, known, definitions }: Comparison,
): Promise<void> {
  const held = Array.from(definitions.values(), async (definition) => {
    const { name, version, text } = definition;
    const tool = known.get(name);
    if (!tool) return insertTool(registry, id, { definition, heldFor: owner });
    const isGood = isApproved(tool, version);
    if (!isGood && tool.heldVersion !== version) await changeTool(registry, tool, { held: { version, text, owner } });
    // It was another for this owner, and is one again that was approved.
    if (isGood && tool.held?.owner === owner) await changeTool(registry, tool, { held: null });
  });
  // What nobody approved and is gone is forgotten: a server that makes up names fills no store.
  const gone = Array.from(known.values()).filter((tool) => tool.approved.length === 0 && !definitions.has(tool.name));
  await Promise.all([...held, ...gone.map((tool) => dropTool(registry, tool))]);
}

/** What waits for approval because this owner was shown it: nobody is shown it any more. */
export async function dropHeldFor(registry: Registry, { id }: StoredConnection, owner: string): Promise<void> {
  const held = Array.from((await toolsOf(registry, id)).values()).filter((tool) => tool.held?.owner === owner);
  const dropped = held.map((tool) =>
    tool.approved.length === 0 ? dropTool(registry, tool) : changeTool(registry, tool, { held: null }),
  );
  await Promise.all(dropped);
}
