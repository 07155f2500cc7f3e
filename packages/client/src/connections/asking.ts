/** What goes to a server for one owner: its tools, and calls of those that are approved and on. */
import { ClientError } from '../client-error.ts';
import type { CallOptions, Connection, ListedTool, ToolResult } from '../connection/connection.ts';
import { accessOf, isClosed, type Access } from './access.ts';
import type { StoredConnection } from './connection-store.ts';
import { give } from './giving.ts';
import { noteAnswer, noteFailure } from './health.ts';
import type { OpenConnections } from './open-connections.ts';
import { requireConnection } from './permission.ts';
import { requireTurn } from './refusals.ts';
import type { Registry } from './registry.ts';
import { compareTools, dropHeldFor, isUsable } from './tools/approval.ts';
import { toolOf } from './tools/tool-store.ts';

export interface Asking {
  readonly registry: Registry;
  readonly open: OpenConnections;
  /** Of the connection, which is read again each time: it may be elsewhere by now, or gone. */
  readonly id: string;
  readonly owner: string;
  /** A person wants to know now, whatever was refused before. */
  readonly isInsisted?: boolean;
}

export interface AskedCall {
  readonly tool: string;
  readonly input: Record<string, unknown>;
  readonly options?: CallOptions | undefined;
}

/** Milliseconds after which a list is no proof any more of what a tool is. */
const listIsGood = 600_000;

/** Approved and on. Throws ClientError, and the connection's state then says it. */
export async function askForTools(asking: Asking): Promise<readonly ListedTool[]> {
  const found = await current(asking);
  const listed = await noting(asking, found, { isCall: false, work: (open) => open.tools() });
  const { registry, owner } = asking;
  const { usable, seen } = await compareTools(registry, found.connection, { owner, listed });
  // Whoever was forgotten meanwhile is shown nothing that could wait for approval.
  if (!(await accessOf(registry, found.connection, owner))) await dropHeldFor(registry, found.connection, owner);
  await noteAnswer(registry, found.access, seen);
  return usable;
}

/** Throws ClientError `not_allowed` for a tool that is held, off, or not there. */
export async function askForCall(asking: Asking, { tool, input, options }: AskedCall): Promise<ToolResult> {
  const { registry, id } = asking;
  let found = await current(asking);
  if (registry.now() - (found.access.seen?.at ?? 0) > listIsGood) {
    await askForTools(asking);
    found = await current(asking);
  }
  const [, version] = found.access.seen?.tools.find(([name]) => name === tool) ?? [];
  if (!isUsable(await toolOf(registry, id, tool), version)) {
    throw new ClientError(
      'not_allowed',
      'this tool is not there, is switched off, or waits for an admin to look at it',
    );
  }
  const work = (open: Connection) => open.call(tool, input, options);
  const result = await noting(asking, found, { isCall: true, work });
  await noteAnswer(registry, found.access);
  return result;
}

interface Current {
  readonly connection: StoredConnection;
  readonly access: Access;
}

async function current({ registry, id, owner }: Asking): Promise<Current> {
  const connection = await requireConnection(registry, id);
  const isOpen = connection.authentication.kind === 'none';
  const found = await accessOf(registry, connection, owner);
  // Where nothing is asked for, whoever comes first makes the record.
  if (!found && isOpen) await give(registry, connection, { owner, secret: undefined });
  const access = found ?? (isOpen ? await accessOf(registry, connection, owner) : undefined);
  if (!access) throw new ClientError('sign_in_needed', 'a credential has to be given first');
  // Told before anything is asked, and not noted: with the secret that sealed it, all is well again.
  if (isClosed(registry, connection, access)) {
    throw new ClientError('sign_in_needed', 'what was given can’t be opened any more: it has to be given again');
  }
  return { connection, access };
}

async function noting<T>(
  { registry, open, isInsisted = false }: Asking,
  { connection, access }: Current,
  { isCall, work }: { isCall: boolean; work: (open: Connection) => Promise<T> },
): Promise<T> {
  if (!isInsisted) await requireTurn(registry, access);
  try {
    return await open.use(connection, access, work);
  } catch (error) {
    await noteFailure(registry, { access, connection, isCall }, error);
    throw error;
  }
}
