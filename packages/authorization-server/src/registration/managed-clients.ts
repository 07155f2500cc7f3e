/**
 * Clients that registered themselves and prove themselves, in their own hands (RFC 7592): each has a token, stored by its
 * hash in the client's record. A public client has none, because many share it.
 */
import { randomBytes } from 'node:crypto';
import { flagRegistration, judgeRegistration, type ImitationRoom } from '../asking/imitations.ts';
import { endAuthorizations } from '../authorizations/end-authorization.ts';
import { openedClient } from '../engine-adapter.ts';
import { hashedId, type Vault } from '../store/vault.ts';
import { changedMembers } from './changed-members.ts';
import { secretMembers } from './client-secret.ts';
import { storedPart, type ClientMetadata } from './normalise.ts';
import type { StoredClients } from './stored-clients.ts';

/** Where the record keeps the hash of the token. */
const tokenField = 'registration_token';

export interface Holder {
  readonly clientId: string;
  /** Its registration access token. */
  readonly token: string;
}

export interface ManagedClients {
  /** What is kept of the client, its secret too. Undefined: there is none, or its token is another; the work is the same. */
  find(holder: Holder): Promise<ClientMetadata | undefined>;
  /** Normalised metadata in the place of the old; the id and the secret stay. Answers as `find` does. */
  replace(holder: Holder, metadata: ClientMetadata): Promise<ClientMetadata | undefined>;
  /** The client, and every authorization of it. False: there is none. */
  remove(holder: Holder): Promise<boolean>;
}

interface ManagedParts extends ImitationRoom {
  readonly vault: Vault;
  readonly stored: StoredClients;
}

/** A new token, and what the record keeps of it. */
export function newRegistrationToken() {
  const token = randomBytes(32).toString('base64url');
  return { token, kept: { [tokenField]: hashedId(token) } };
}

export function managedClients(parts: ManagedParts): ManagedClients {
  const { vault, stored, audit } = parts;
  const { store } = vault;
  const read = async ({ clientId, token }: Holder) => {
    const hash = hashedId(token);
    const record = await store.get('client', clientId);
    return record?.[tokenField] === hash ? record : undefined;
  };
  const clients: ManagedClients = {
    async find(holder) {
      const record = await read(holder);
      return record && storedPart(openedClient(vault, holder.clientId, record));
    },
    async replace(holder, metadata) {
      const record = await read(holder);
      if (!record) return undefined;
      const kept = record['client_secret'] ?? null;
      const before = storedPart(openedClient(vault, holder.clientId, record));
      const after = { ...ownMembers(before, metadata), client_id: holder.clientId };
      const expected = { [tokenField]: hashedId(holder.token), client_secret: kept as string | null };
      const imitation = judgeRegistration(parts, after);
      // Lost: its secret was sealed anew or given meanwhile, or it is gone.
      if (!(await stored.replace(after, expected))) return clients.replace(holder, metadata);
      audit('client.updated', { client_id: holder.clientId, changed: changedMembers(before, after) });
      flagRegistration(audit, after, imitation);
      return after;
    },
    async remove(holder) {
      if (!(await read(holder))) return false;
      await removeClient(parts, holder.clientId);
      return true;
    },
  };
  return clients;
}

async function removeClient({ vault: { store }, audit }: ManagedParts, clientId: string): Promise<void> {
  const ofClient = { field: 'clientId', value: clientId } as const;
  // Before the record, so that whoever repeats a removal that broke off is still known; and after it, for what came meanwhile.
  const ended = await endAuthorizations(store, ofClient);
  const isRemoved = await store.delete('client', clientId);
  const endedLater = await endAuthorizations(store, ofClient);
  if (isRemoved) audit('client.deleted', { client_id: clientId, authorizations: ended + endedLater });
}

/** Its secret stays while its method needs one; where it had none it gets one. */
function ownMembers(before: ClientMetadata, metadata: ClientMetadata): ClientMetadata {
  const secret = secretMembers(metadata['token_endpoint_auth_method'], before['client_secret']);
  return { ...metadata, ...secret, client_id_issued_at: before['client_id_issued_at'] };
}
