/** Connections that speak MCP already, kept for the calls that follow; each belongs to one owner's one credential. */
import { ClientError } from '../client-error.ts';
import { connect, type Connection } from '../connection/connection.ts';
import type { Access } from './access.ts';
import type { StoredConnection } from './connection-store.ts';
import { idOf, type Registry } from './registry.ts';
import { storedCredential } from './stored-credential.ts';

/** Milliseconds without a call. */
const longestIdle = 60_000;
const mostOpen = 500;

interface Kept {
  readonly connection: Promise<Connection>;
  inUse: number;
  lastUsed: number;
}

export interface OpenConnections {
  /** Opens one where there is none; whatever fails is not kept. */
  use<T>(connection: StoredConnection, access: Access, work: (open: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openConnections(registry: Registry): OpenConnections {
  const kept = new Map<string, Kept>();
  const forget = (key: string, each: Kept) => {
    if (kept.get(key) === each) kept.delete(key);
    if (each.inUse === 0) void closeOne(each);
  };
  const forgetIdle = () => {
    for (const [key, each] of kept) {
      const isOld = registry.now() - each.lastUsed > longestIdle || kept.size >= mostOpen;
      if (each.inUse === 0 && isOld) forget(key, each);
    }
  };
  return {
    async use(connection, access, work) {
      const key = idOf(connection.id, connection.url, access.owner, access.generation);
      forgetIdle();
      const one = kept.get(key) ?? { connection: openOne(registry, connection, access), inUse: 0, lastUsed: 0 };
      kept.set(key, one);
      one.inUse += 1;
      one.lastUsed = registry.now();
      let isGood = false;
      try {
        const result = await work(await one.connection);
        isGood = true;
        return result;
      } catch (error) {
        isGood = error instanceof ClientError && (error.code === 'tool_failed' || error.code === 'forbidden');
        throw error;
      } finally {
        one.inUse -= 1;
        if (!isGood || kept.get(key) !== one) forget(key, one);
      }
    },
    async close() {
      await Promise.all(Array.from(kept.values(), closeOne));
      kept.clear();
    },
  };
}

async function closeOne({ connection }: Kept): Promise<void> {
  await connection.then((open) => open.close()).catch(() => undefined);
}

function openOne(registry: Registry, connection: StoredConnection, { owner }: Access): Promise<Connection> {
  const { fetch, options } = registry;
  const credential = storedCredential(registry, connection, owner);
  return connect(connection.url, { credential, fetch, name: options.clientName });
}
