/** What an admin decides of many tools at once, each as it was looked at: one that is another by now stays as it is. */
import type { StoredConnection } from '../connection-store.ts';
import { FieldProblem, type SwitchedTool } from '../connections.ts';
import type { Registry } from '../registry.ts';
import {
  changeTool,
  isApproved,
  revisionOf,
  setTool,
  toolsOf,
  type StoredTool,
  type ToolVersion,
  type ToolsByName,
} from './tool-store.ts';

/** Of one tool: with more than this, a server shows everybody something else, and nothing is looked at any more. */
const mostVersions = 8;

/** Throws FieldProblem, when all others are approved, for versions that nobody is shown any more. */
export async function approveVersions(
  registry: Registry,
  { id }: StoredConnection,
  versions: readonly string[],
): Promise<void> {
  const known = Array.from((await toolsOf(registry, id)).values());
  const held = new Map(known.map((tool) => [tool.heldVersion, tool]));
  // Asked for together, so that a store can write them together.
  const done = await Promise.all(
    Array.from(new Set(versions), async (version) => {
      const tool = held.get(version);
      if (tool) return changeTool(registry, tool, { approved: withHeld(tool), held: null });
      // By another admin, or by this one, who pressed twice.
      return known.some((each) => isApproved(each, version));
    }),
  );
  tellOthers(done, 'approved');
}

function withHeld({ approved, held }: StoredTool): readonly ToolVersion[] {
  const added = held ? [{ version: held.version, text: held.text }] : [];
  return [...approved, ...added].slice(-mostVersions);
}

/** Throws FieldProblem, when all others are switched, for those that are gone, or another than was looked at. */
export async function switchTools(
  registry: Registry,
  { id }: StoredConnection,
  wanted: readonly SwitchedTool[],
): Promise<void> {
  const known = await toolsOf(registry, id);
  const done = await Promise.all(wanted.map((each) => switchOne(registry, known, each)));
  tellOthers(done, 'switched');
}

/** What is switched off is never worse than what was looked at. */
async function switchOne(registry: Registry, known: ToolsByName, { tool: name, isOn, revision }: SwitchedTool) {
  const tool = known.get(name);
  const isOther = tool && revision !== undefined && revision !== revisionOf(tool);
  if (!tool || (isOn && isOther)) return false;
  return tool.isOn === isOn || setTool(registry, tool, isOn);
}

function tellOthers(each: readonly boolean[], deed: 'approved' | 'switched'): void {
  const count = each.filter((isDone) => !isDone).length;
  if (count === 0) return;
  const what =
    count === 1
      ? `A tool has changed since you looked at it, or is gone, and was not ${deed}. Look at it again.`
      : `${count} tools have changed since you looked at them, or are gone, and were not ${deed}. Look at them again.`;
  throw new FieldProblem({ tools: count < each.length ? `${what} All others are ${deed}.` : what });
}
