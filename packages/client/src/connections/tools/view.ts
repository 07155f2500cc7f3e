/** The tools of a connection as one person sees them: their own, and for admins whatever waits for approval. */
import type { Access } from '../access.ts';
import type { ToolView } from '../connections.ts';
import { qualifiedName } from '../qualified-name.ts';
import { comparableText, visibleText } from './shown-text.ts';
import type { StoredTool, ToolsByName } from './tool-store.ts';

export interface Viewer {
  readonly slug: string;
  readonly isAdmin: boolean;
  readonly access: Access | undefined;
}

/** A server may show each person something else: what others were shown is for admins alone. */
export function toolViews(known: ToolsByName, viewer: Viewer): readonly ToolView[] {
  const own = new Map(viewer.access?.seen?.tools);
  const others = viewer.isAdmin ? Array.from(known.values()).filter((tool) => tool.held !== null) : [];
  const versions = new Map([...others.map((tool) => [tool.name, tool.heldVersion ?? ''] as const), ...own]);
  return Array.from(versions)
    .flatMap(([name, version]) => {
      const tool = known.get(name);
      return tool ? [toolView(tool, version, viewer)] : [];
    })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function toolView(tool: StoredTool, version: string, { slug, isAdmin }: Viewer): ToolView {
  const { name, isOn, approved, approvedVersion, held, heldVersion } = tool;
  const isApproved = version === approvedVersion;
  // An admin looks at what was shown last, to whomever.
  const text = isApproved ? approved : isAdmin || version === heldVersion ? held : null;
  const { description = '' } = (text === null ? {} : JSON.parse(text)) as { description?: unknown };
  const view = {
    name,
    qualifiedName: qualifiedName(slug, name),
    description: visibleText(typeof description === 'string' ? description : ''),
    isOn,
  };
  if (isApproved) return view;
  return {
    ...view,
    held: {
      why: approved === null ? 'new' : 'changed',
      ...(isAdmin && approved !== null && { before: comparableText(approved) }),
      now: text === null ? '' : comparableText(text),
      version: isAdmin ? (heldVersion ?? '') : '',
    },
  };
}
