/**
 * The clients in the store, as the engine knows them. The record is read each time, so that what anyone changed counts at
 * the next request; the engine's own object, which is dear to make, is kept for as long as the record says the same.
 */
import type { Document, FieldValues } from '@granthouse/storage';
import type { Client, Provider } from 'oidc-provider';
import { openedClient, storedClient } from '../engine-adapter.ts';
import type { Vault } from '../store/vault.ts';
import { isNormal } from './engine-hooks.ts';
import { keptMembers, type ClientMetadata } from './normalise.ts';
import { recentlyUsed } from '../recently-used.ts';

type IdentifiedMetadata = ClientMetadata & { readonly client_id: string };

/** What a record holds beside the metadata. */
export interface NewRecord {
  /** Milliseconds since the epoch. */
  readonly keptUntil: number;
  readonly fields?: Document;
}

export interface StoredClients {
  /** Whether it was found here not long ago. */
  isRemembered(clientId: string): boolean;
  find(clientId: string): Promise<Client | undefined>;
  /** Of normalised metadata. Undefined, and nothing changed: the id is taken. Throws the engine's error for metadata that it refuses. */
  insert(metadata: IdentifiedMetadata, record: NewRecord): Promise<Client | undefined>;
  /** Its metadata is that which is given, whole. False, and nothing changed: its record is not as expected. Throws as `insert` does. */
  replace(metadata: IdentifiedMetadata, expected: FieldValues): Promise<boolean>;
  /** When its record expires, in milliseconds; undefined: never. */
  keptUntil(client: Client): number | undefined;
  /** False: the record is gone, or its date is not the one that `client` was found with. */
  extend(client: Client, keptUntil: number): Promise<boolean>;
}

/** Says in the record when it expires, which the store tells nobody. */
const dateField = 'kept_until';

const replaced = [...keptMembers, 'client_secret', 'client_secret_expires_at'];

const bounds = { most: 1000, mostSize: 8 * 1024 * 1024 };

export function storedClients(vault: Vault, provider: Provider): StoredClients {
  const { store } = vault;
  /** With each client the text of the record that it was made from. */
  const remembered = recentlyUsed<{ readonly text: string; readonly client: Client }>(bounds);
  const dates = new WeakMap<Client, number>();

  return {
    isRemembered: (clientId) => remembered.has(clientId),
    async find(clientId) {
      const text = await store.text('client', clientId);
      if (text === undefined) return undefined;
      const before = remembered.get(clientId);
      if (before?.text === text) return before.client;
      const record = JSON.parse(text) as Document;
      const client = engineClient(provider, openedClient(vault, clientId, record));
      const date = record[dateField];
      if (typeof date === 'number') dates.set(client, date);
      remembered.set(clientId, { text, client }, text.length);
      return client;
    },
    async insert(metadata, { keptUntil, fields = {} }) {
      const client = engineClient(provider, metadata, isNormal);
      const record = { ...storedClient(vault, metadata), ...fields, [dateField]: keptUntil };
      if (!(await store.insert('client', metadata.client_id, record, keptUntil))) return undefined;
      // Not remembered before it is looked up: a flood of new clients must not drive out those in use.
      dates.set(client, keptUntil);
      return client;
    },
    async replace(metadata, expected) {
      engineClient(provider, metadata, isNormal);
      return store.compareAndSet('client', metadata.client_id, { expected, set: wholeChange(vault, metadata) });
    },
    keptUntil: (client) => dates.get(client),
    extend(client, expiresAt) {
      const expected = { [dateField]: dates.get(client) ?? null };
      return store.compareAndSet('client', client.clientId, { expected, set: { [dateField]: expiresAt }, expiresAt });
    },
  };
}

/** What it no longer says is null, which stands for absent. */
function wholeChange(vault: Vault, metadata: IdentifiedMetadata): Document {
  const document = storedClient(vault, metadata);
  return Object.fromEntries(replaced.map((member) => [member, document[member] ?? null]));
}

function engineClient(provider: Provider, metadata: object, context?: typeof isNormal): Client {
  const EngineClient = provider.Client as unknown as new (metadata: object, context?: typeof isNormal) => Client;
  return new EngineClient(metadata, context);
}
