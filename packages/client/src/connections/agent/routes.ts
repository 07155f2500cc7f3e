/** Which tool of a connection an agent means: looked up by the whole name, never taken out of it. */
import { ClientError } from '../../client-error.ts';
import type { ListedTool } from '../../connection/connection.ts';
import type { ReadyConnection } from '../connections.ts';
import { qualifiedName } from '../qualified-name.ts';

export interface Routes {
  /** By qualified name. */
  readonly tools: ReadonlyMap<string, ListedTool>;
  /** Names that more than one tool would have: none of these is offered. */
  readonly collisions: ReadonlySet<string>;
}

/** Rejects as the connection does, and with `timed_out`: whoever waits for a list waits for the others too. */
export async function routesOf(connection: ReadyConnection, timeLimit: number): Promise<Routes> {
  const tools = new Map<string, ListedTool>();
  const collisions = new Set<string>();
  for (const tool of await within(timeLimit, connection.tools())) {
    const name = qualifiedName(connection.slug, tool.name);
    if (tools.has(name)) collisions.add(name);
    tools.set(name, tool);
  }
  for (const name of collisions) tools.delete(name);
  return { tools, collisions };
}

async function within<T>(timeLimit: number, work: Promise<T>): Promise<T> {
  const late = new ClientError('timed_out', 'the server did not list its tools in time');
  let timer: NodeJS.Timeout | undefined;
  const ends = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late), timeLimit);
  });
  return Promise.race([work, ends]).finally(() => clearTimeout(timer));
}
