/** A server whose clients manage themselves, with its events and a look at its records. */
import type { AuditEvent } from '@granthouse/authorization-server';
import type { Document } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { confidentialClient } from '../../support/managed-client.ts';

export interface ManagedServer {
  readonly server: RunningServer;
  readonly events: readonly AuditEvent[];
  recordOf(client: { client_id: string }): Promise<Document | undefined>;
}

export async function startManagedServer(): Promise<ManagedServer> {
  const storage = memoryEngine();
  const events: AuditEvent[] = [];
  const onEvent = (event: AuditEvent) => void events.push(event);
  const server = await startAuthorizationServer('https://orders.example.com/mcp', { storage, onEvent });
  return {
    server,
    events,
    async recordOf({ client_id }) {
      const store = await storage.open(collections);
      const record = await store.get('client', client_id);
      await store.close();
      return record;
    },
  };
}

export async function json(response: Response | Promise<Response>): Promise<Record<string, unknown>> {
  return (await (await response).json()) as Record<string, unknown>;
}

/** What a client sends to keep what it has. */
export const same = ({ client_id }: { client_id: string }) => ({ ...confidentialClient, client_id });
