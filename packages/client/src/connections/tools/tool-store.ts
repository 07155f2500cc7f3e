/** The tools of a connection as they are stored: what was approved, what waits for it, and what is switched off. */
import { everyRecord, type Document } from '@granthouse/storage';
import { idOf, type Registry } from '../registry.ts';
import type { ToolDefinition } from './definition.ts';

/** One version of a tool's definition. */
export interface ToolVersion {
  readonly version: string;
  readonly text: string;
}

export interface HeldVersion extends ToolVersion {
  readonly owner: string;
}

export interface StoredTool {
  readonly connection: string;
  readonly name: string;
  /** A server may show each person something else, so that there can be several; the last approved is the last. */
  readonly approved: readonly ToolVersion[];
  /** What a server showed last that isn't among them, and to which owner. */
  readonly held: HeldVersion | null;
  /** That of `held`. */
  readonly heldVersion: string | null;
  readonly isOn: boolean;
}

export function isApproved({ approved }: StoredTool, version: string): boolean {
  return approved.some((each) => each.version === version);
}

/** Another one with each approval. */
export function revisionOf({ name, approved }: StoredTool): string {
  return idOf(name, ...approved.map(({ version }) => version));
}

export type ToolsByName = ReadonlyMap<string, StoredTool>;

const toolId = (connection: string, name: string) => idOf(connection, name);

export async function toolsOf({ store }: Registry, connection: string): Promise<ToolsByName> {
  const found = new Map<string, StoredTool>();
  for await (const { document } of everyRecord(store, 'connection_tool', { field: 'connection', value: connection })) {
    const tool = document as unknown as StoredTool;
    found.set(tool.name, tool);
  }
  return found;
}

export async function toolOf({ store }: Registry, connection: string, name: string): Promise<StoredTool | undefined> {
  return (await store.get('connection_tool', toolId(connection, name))) as unknown as StoredTool | undefined;
}

/** Approved, or held for an owner who was shown it; does nothing when it is known. */
export async function insertTool(
  { store }: Registry,
  connection: string,
  { definition: { name, version, text }, heldFor }: { definition: ToolDefinition; heldFor?: string },
): Promise<void> {
  const approved = heldFor === undefined ? [{ version, text }] : [];
  const held = heldFor === undefined ? null : { version, text, owner: heldFor };
  const tool: StoredTool = { connection, name, approved, held, heldVersion: held?.version ?? null, isOn: true };
  await store.insert('connection_tool', toolId(connection, name), tool as unknown as Document);
}

/** Changes what is held, and what is approved; false when something else is held by now. */
export function changeTool(
  { store }: Registry,
  { connection, name, heldVersion }: StoredTool,
  { held, ...set }: Pick<StoredTool, 'held'> & Partial<Pick<StoredTool, 'approved'>>,
): Promise<boolean> {
  const document = { ...set, held, heldVersion: held?.version ?? null } as unknown as Document;
  return store.compareAndSet('connection_tool', toolId(connection, name), { expected: { heldVersion }, set: document });
}

/** False when it is not there; what is switched on must be what it was, too. */
export function setTool(
  { store }: Registry,
  { connection, name, heldVersion }: StoredTool,
  isOn: boolean,
): Promise<boolean> {
  const expected = isOn ? { heldVersion } : {};
  return store.compareAndSet('connection_tool', toolId(connection, name), { expected, set: { isOn } });
}

export async function dropTool({ store }: Registry, { connection, name }: StoredTool): Promise<void> {
  await store.delete('connection_tool', toolId(connection, name));
}
