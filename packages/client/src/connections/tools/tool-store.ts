/** The tools of a connection as they are stored: what was approved, what waits for it, and what is switched off. */
import { everyRecord, type Document } from '@granthouse/storage';
import { idOf, type Registry } from '../registry.ts';
import type { ToolDefinition } from './definition.ts';

export interface StoredTool {
  readonly connection: string;
  readonly name: string;
  readonly approvedVersion: string | null;
  readonly approved: string | null;
  /** What a server showed last that isn't what was approved. */
  readonly heldVersion: string | null;
  readonly held: string | null;
  readonly isOn: boolean;
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

/** Does nothing when it is known. */
export async function insertTool(
  { store }: Registry,
  connection: string,
  { definition, isApproved }: { definition: ToolDefinition; isApproved: boolean },
): Promise<void> {
  const { name, version, text } = definition;
  const tool: StoredTool = {
    connection,
    name,
    approvedVersion: isApproved ? version : null,
    approved: isApproved ? text : null,
    heldVersion: isApproved ? null : version,
    held: isApproved ? null : text,
    isOn: true,
  };
  await store.insert('connection_tool', toolId(connection, name), tool as unknown as Document);
}

/** False when it isn't as it was known. */
export function changeTool(
  { store }: Registry,
  { connection, name, approvedVersion, heldVersion }: StoredTool,
  set: Partial<StoredTool>,
): Promise<boolean> {
  const change = { expected: { approvedVersion, heldVersion }, set: set as Document };
  return store.compareAndSet('connection_tool', toolId(connection, name), change);
}

/** False when it is not there. */
export function setTool(
  { store }: Registry,
  connection: string,
  { name, isOn }: Pick<StoredTool, 'name' | 'isOn'>,
): Promise<boolean> {
  return store.compareAndSet('connection_tool', toolId(connection, name), { expected: {}, set: { isOn } });
}

export async function dropTool({ store }: Registry, { connection, name }: StoredTool): Promise<void> {
  await store.delete('connection_tool', toolId(connection, name));
}
