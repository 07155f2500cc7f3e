/** The tools of a connection as one person sees them: their own, and for admins whatever waits for approval. */
import type { Access } from '../access.ts';
import type { ToolView } from '../connections.ts';
import { qualifiedName } from '../qualified-name.ts';
import { comparableText, visibleText } from './shown-text.ts';
import { revisionOf, type StoredTool, type ToolsByName } from './tool-store.ts';

export interface Viewer {
  readonly slug: string;
  readonly isAdmin: boolean;
  readonly access: Access | undefined;
}

/** A server may show each person something else: what others were shown is for admins alone. */
export function toolViews(known: ToolsByName, viewer: Viewer): readonly ToolView[] {
  const own = new Map(viewer.access?.seen?.tools);
  const others = viewer.isAdmin ? Array.from(known.values()).filter(({ held }) => held !== null) : [];
  const versions = new Map([...own, ...others.map((tool) => [tool.name, tool.heldVersion ?? ''] as const)]);
  return Array.from(versions)
    .flatMap(([name, version]) => {
      const tool = known.get(name);
      return tool ? [toolView(tool, version, viewer)] : [];
    })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function toolView(tool: StoredTool, version: string, { slug, isAdmin }: Viewer): ToolView {
  const { name, isOn, approved, held } = tool;
  const found = approved.find((each) => each.version === version);
  // An admin looks at what was shown last, to whomever.
  const text = found?.text ?? (isAdmin || version === held?.version ? held?.text : undefined);
  const { description = '' } = (text === undefined ? {} : JSON.parse(text)) as { description?: unknown };
  const view = {
    name,
    qualifiedName: qualifiedName(slug, name),
    description: visibleText(typeof description === 'string' ? description : ''),
    isOn,
    ...(isAdmin && { revision: revisionOf(tool) }),
  };
  if (found) return view;
  const before = approved.at(-1);
  return {
    ...view,
    held: {
      why: before === undefined ? 'new' : 'changed',
      ...(isAdmin && before !== undefined && { before: comparableText(before.text) }),
      now: text === undefined ? '' : comparableText(text),
      version: isAdmin ? (held?.version ?? '') : '',
    },
  };
}
