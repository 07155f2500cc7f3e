/** What one owner has at one connection: the sealed credential, how it goes, and the tools that it shows them. */
import { everyRecord, type Document } from '@granthouse/storage';
import { randomUUID } from 'node:crypto';
import type { ClientErrorCode } from '../client-error.ts';
import type { StoredConnection } from './connection-store.ts';
import type { LeftOutTool, Person } from './connections.ts';
import { idOf, type Registry } from './registry.ts';
import { openSealed, sealedPlace } from './sealed-place.ts';

export interface Access {
  readonly connection: string;
  readonly owner: string;
  /** Another one with each credential that a person gives. */
  readonly generation: string;
  readonly sealed: string | null;
  /** The id of the person, where it is known. */
  readonly givenBy: string | null;
  readonly givenAt: number;
  /** `ended`: only a person helps; `refused`: perhaps it is good again later. */
  readonly refused: 'ended' | 'refused' | null;
  /** One after the other, since it was last good. */
  readonly refusals: number;
  /** When a call may show it anew, after it was refused. */
  readonly askAgainAt: number | null;
  readonly failing: { readonly code: ClientErrorCode; readonly message: string; readonly since: number } | null;
  readonly lastAnsweredAt: number | null;
  /** Scopes that a call wanted, and nobody has been asked for yet (RFC 6750 §3.1). */
  readonly needed: readonly string[] | null;
  /** What it showed this owner. */
  readonly seen: (SeenTools & { readonly at: number }) | null;
}

export interface SeenTools {
  readonly tools: ReadonlyArray<readonly [name: string, version: string]>;
  readonly leftOut?: readonly LeftOutTool[];
}

/** `shared` can't be a person: theirs begin with the word. */
export const ownerOf = (person: string): string => `person ${person}`;

export function ownerFor({ ownership, authentication }: StoredConnection, { id }: Person): string {
  return isShared({ ownership, authentication }) ? 'shared' : ownerOf(id);
}

/** Where nothing is asked for, nothing is anybody's own. */
export function isShared({
  ownership,
  authentication,
}: Pick<StoredConnection, 'ownership' | 'authentication'>): boolean {
  return ownership === 'shared' || authentication.kind === 'none';
}

const accessId = (connection: string, owner: string) => idOf(connection, owner);

/** Where nothing is asked for, what was once given for another way is as good as not there. */
export async function accessOf(
  { store }: Registry,
  { id, authentication }: StoredConnection,
  owner: string,
): Promise<Access | undefined> {
  const access = (await store.get('connection_access', accessId(id, owner))) as unknown as Access | undefined;
  return authentication.kind === 'none' && access?.sealed ? undefined : access;
}

export async function accessesBy(
  { store }: Registry,
  field: 'connection' | 'owner',
  value: string,
): Promise<readonly Access[]> {
  const found: Access[] = [];
  for await (const { document } of everyRecord(store, 'connection_access', { field, value })) {
    found.push(document as unknown as Access);
  }
  return found;
}

export interface GivenAccess {
  readonly owner: string;
  readonly secret: unknown;
  /** The id of the person. */
  readonly by?: string;
}

/** In place of whatever was there; `secret` is JSON, and nothing where the server asks for nothing. */
export async function giveAccess(
  registry: Registry,
  connection: StoredConnection,
  { owner, secret, by }: GivenAccess,
): Promise<void> {
  const access: Access = {
    connection: connection.id,
    owner,
    generation: randomUUID(),
    sealed: secret === undefined ? null : sealSecret(registry, connection, { owner, secret }),
    givenBy: by ?? null,
    givenAt: registry.now(),
    refused: null,
    refusals: 0,
    askAgainAt: null,
    failing: null,
    lastAnsweredAt: null,
    needed: null,
    seen: null,
  };
  await registry.store.put('connection_access', accessId(connection.id, owner), access as unknown as Document);
}

/** False when it was given anew or taken back meanwhile. */
export function changeAccess(
  { store }: Registry,
  { connection, owner, generation }: Access,
  set: Partial<Access>,
): Promise<boolean> {
  const change = { expected: { generation }, set: set as Document };
  return store.compareAndSet('connection_access', accessId(connection, owner), change);
}

/** False for all but one of those who found that it may be shown anew. */
export function takeTurn(
  { store }: Registry,
  { connection, owner, generation, askAgainAt }: Access,
  next: number,
): Promise<boolean> {
  const change = { expected: { generation, askAgainAt }, set: { askAgainAt: next } };
  return store.compareAndSet('connection_access', accessId(connection, owner), change);
}

export function dropAccess({ store }: Registry, { id }: Pick<StoredConnection, 'id'>, owner: string): Promise<boolean> {
  return store.delete('connection_access', accessId(id, owner));
}

/** False when it isn't what was there before; no two sealed texts are alike. */
export function replaceSealed(
  registry: Registry,
  connection: StoredConnection,
  { owner, before, secret }: { owner: string; before: string; secret: unknown },
): Promise<boolean> {
  const sealed = sealSecret(registry, connection, { owner, secret });
  const change = { expected: { sealed: before }, set: { sealed } };
  return registry.store.compareAndSet('connection_access', accessId(connection.id, owner), change);
}

function sealSecret(
  { sealer }: Registry,
  connection: StoredConnection,
  { owner, secret }: { owner: string; secret: unknown },
): string {
  return sealer.seal(JSON.stringify(secret), sealedPlace(connection, owner, 'credential'));
}

/** Something is there, and this secret, or what the connection is by now, doesn't open it. */
export function isClosed(registry: Registry, connection: StoredConnection, access: Access): boolean {
  return access.sealed !== null && openSecret(registry, connection, access) === undefined;
}

/** Undefined where there is none, and for what belongs to another place. */
export function openSecret(registry: Registry, connection: StoredConnection, { owner, sealed }: Access): unknown {
  const text = sealed === null ? undefined : openSealed(registry, sealed, sealedPlace(connection, owner, 'credential'));
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
