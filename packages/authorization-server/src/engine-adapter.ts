/**
 * The engine's storage verbs on the document contract: ids are stored by their SHA-256, and what must be read back is
 * sealed. The engine leaves single use to its adapter: codes and refresh tokens have theirs in `token/`.
 */
import type { Document } from '@granthouse/storage';
import { errors, type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import type { CollectionName } from './store/collections.ts';
import { hashedId, type Vault } from './store/vault.ts';
import { openFields, sealedFields, sealFields } from './store/sealed-fields.ts';

interface Kind {
  readonly collection: CollectionName;
  readonly plainId?: boolean;
  /** Written once: the engine looks first and writes then, so that two requests may both find nothing. */
  readonly once?: boolean;
}

/** A client's id is no secret, and operators look for it. */
const client: Kind = { collection: 'client', plainId: true };

const kinds: Readonly<Record<string, Kind>> = {
  AuthorizationCode: { collection: 'authorization_code' },
  Client: client,
  Grant: { collection: 'grant' },
  Interaction: { collection: 'interaction' },
  ReplayDetection: { collection: 'replay_detection', once: true },
  Session: { collection: 'session' },
};

/** Kinds that the engine asks for although nothing of the sort is ever issued: JWT access tokens are not stored. */
const neverStored: ReadonlySet<string> = new Set([
  'AccessToken',
  'ClientCredentials',
  'RegistrationAccessToken',
  'InitialAccessToken',
]);

export function engineAdapter(vault: Vault): AdapterFactory {
  return (name) => {
    const kind = kinds[name];
    if (kind) return storedKind(vault, kind);
    if (neverStored.has(name)) return emptyAdapter;
    throw new Error(`the engine asked to store a kind without a collection: ${name}`);
  };
}

/** A client as it is written here, for whoever writes one beside the engine. */
export function storedClient(
  vault: Vault,
  metadata: { readonly client_id: string; readonly [member: string]: unknown },
) {
  return sealed(vault, client, { key: metadata.client_id, payload: metadata });
}

/** The client's metadata out of such a document, which is changed by it. */
export function openedClient(vault: Vault, clientId: string, document: Document): AdapterPayload {
  return opened(vault, client, { key: clientId, document });
}

function storedKind(vault: Vault, kind: Kind): Adapter {
  const { store } = vault;
  const { collection } = kind;
  const keyOf = (id: string) => (kind.plainId ? id : hashedId(id));
  return {
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? undefined : vault.now() + expiresIn * 1000;
      await write(vault, kind, { key: keyOf(id), payload, expiresAt });
    },
    async find(id) {
      const key = keyOf(id);
      const document = await store.get(collection, key);
      if (!document) return undefined;
      const payload = opened(vault, kind, { key, document });
      return kind.plainId ? payload : Object.assign(payload, { jti: id });
    },
    async findByUid(uid) {
      const { items } = await store.findBy(collection, { field: 'uid', value: uid }, { limit: 1 });
      const [item] = items;
      return item && opened(vault, kind, { key: item.id, document: item.document });
    },
    async findByUserCode() {
      return undefined;
    },
    async destroy(id) {
      await store.delete(collection, keyOf(id));
    },
    // What is used up, and what stands on a grant, have rooms of their own: token/.
    consume: nothing,
    revokeByGrantId: nothing,
  };
}

interface Written {
  readonly key: string;
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
}

async function write(vault: Vault, kind: Kind, { key, payload, expiresAt }: Written): Promise<void> {
  const document = sealed(vault, kind, { key, payload });
  if (!kind.once) return vault.store.put(kind.collection, key, document, expiresAt);
  const isFirst = await vault.store.insert(kind.collection, key, document, expiresAt);
  // Assertions: a proof of possession is told so where it is remembered (token/dpop.ts).
  if (!isFirst) throw new errors.InvalidClientAuth('client assertion used by a parallel request');
}

function sealed(vault: Vault, kind: Kind, { key, payload }: { key: string; payload: AdapterPayload }): Document {
  const document: Document = { ...(payload as Document) };
  // The store drops what is undefined; to delete it would make every later step on the object slow.
  if (!kind.plainId && !sealedFields[kind.collection]?.includes('jti')) document['jti'] = undefined;
  if (kind.collection === 'interaction') {
    document['session'] = withoutCookie(document['session']);
    document['accountId'] = signedInAccount(payload);
  }
  sealFields(vault.sealer, { collection: kind.collection, id: key, document });
  return document;
}

function opened(vault: Vault, kind: Kind, { key, document }: { key: string; document: Document }): AdapterPayload {
  openFields(vault.sealer, { collection: kind.collection, id: key, document });
  return document;
}

/** Whom the next step of an interaction will believe to be signed in. */
function signedInAccount({ result, session }: AdapterPayload): string | undefined {
  return result?.login?.accountId ?? session?.accountId;
}

/** The engine writes the session's cookie value into the interaction and never reads it again. */
function withoutCookie(session: Document[string]): Document[string] {
  if (typeof session !== 'object' || session === null || Array.isArray(session)) return session;
  const { cookie: _neverRead, ...rest } = session;
  return rest;
}

const nothing = async () => undefined;

const emptyAdapter: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};
