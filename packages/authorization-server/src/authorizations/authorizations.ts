/**
 * The connections that people have allowed: who, which app, what for, and when it was used last, so that access can be
 * taken back. One is listed while a refresh family lives; a consent that was never redeemed connects nothing.
 */
import { everyRecord, type Document, type IndexedValue } from '@granthouse/storage';
import type { Accounts } from '../accounts/accounts.ts';
import type { Audit } from '../audit.ts';
import type { Vault } from '../store/vault.ts';
import { endAuthorization } from './end-authorization.ts';

/** Dates are seconds since the epoch. */
export interface Authorization {
  /** The hash of the grant's id, as audit events name it. */
  readonly id: string;
  readonly account_id: string;
  readonly login?: string;
  readonly client_id: string;
  /** What a stored client calls itself. */
  readonly client_name?: string;
  readonly access: readonly { readonly resource: string; readonly scope: string }[];
  readonly authorized_at: number;
  readonly last_used_at: number;
  /** Unless it is used. */
  readonly expires_at: number;
}

/** Each member narrows what is meant; none means all. */
export interface WhichAuthorizations {
  readonly id?: string | undefined;
  readonly login?: string | undefined;
  readonly clientId?: string | undefined;
}

export interface Authorizations {
  list(which?: WhichAuthorizations): AsyncIterable<Authorization>;
  /** Ends them, with those that were never redeemed; yields the ids of those that were connected. */
  end(which: WhichAuthorizations): AsyncIterable<string>;
}

interface Grant extends Document {
  accountId: string;
  clientId: string;
  /** Scope by resource. */
  resources?: { [resource: string]: string };
  iat: number;
}

interface Parts {
  readonly vault: Vault;
  readonly accounts: Accounts;
}

interface Found {
  readonly id: string;
  readonly grant: Grant;
}

export function authorizationsOf({ audit, ...parts }: Parts & { readonly audit: Audit }): Authorizations {
  const { store } = parts.vault;
  return {
    async *list(which = {}) {
      for await (const found of grantsOf(parts, which)) {
        const family = await store.get('refresh_family', found.id);
        if (family) yield described(found, family, await namesOf(parts, found.grant));
      }
    },
    async *end(which) {
      for await (const { id, grant } of grantsOf(parts, which)) {
        const wasConnected = await endAuthorization(store, id);
        audit('authorization.ended', { authorization: id, client_id: grant.clientId, account_id: grant.accountId });
        if (wasConnected) yield id;
      }
    },
  };
}

async function* grantsOf(
  { vault: { store }, accounts }: Parts,
  { id, login, clientId }: WhichAuthorizations,
): AsyncGenerator<Found> {
  const accountId = login === undefined ? undefined : (await accounts.findByLogin(login))?.accountId;
  if (login !== undefined && accountId === undefined) return;
  const isMeant = (grant: Document): grant is Grant =>
    (accountId ?? grant['accountId']) === grant['accountId'] && (clientId ?? grant['clientId']) === grant['clientId'];
  if (id !== undefined) {
    const grant = await store.get('grant', id);
    if (grant && isMeant(grant)) yield { id, grant };
    return;
  }
  for await (const found of everyRecord(store, 'grant', narrowest(accountId, clientId))) {
    if (isMeant(found.document)) yield { id: found.id, grant: found.document };
  }
}

/** A person has few authorizations, an app may have everybody's. */
function narrowest(accountId: string | undefined, clientId: string | undefined): IndexedValue | undefined {
  if (accountId !== undefined) return { field: 'accountId', value: accountId };
  return clientId === undefined ? undefined : { field: 'clientId', value: clientId };
}

async function namesOf({ vault, accounts }: Parts, grant: Grant) {
  const { login } = (await accounts.find(grant.accountId)) ?? {};
  const client = await vault.store.get('client', grant.clientId);
  const name = client?.['client_name'];
  return { ...(login === undefined ? {} : { login }), ...(typeof name === 'string' ? { client_name: name } : {}) };
}

function described({ id, grant }: Found, family: Document, names: { login?: string; client_name?: string }) {
  const { accountId, clientId, resources, iat } = grant;
  const { iat: last_used_at, exp: expires_at } = family as unknown as { iat: number; exp: number };
  const access = Object.entries(resources ?? {}).map(([resource, scope]) => ({ resource, scope }));
  const ids = { id, account_id: accountId, client_id: clientId };
  return { ...ids, ...names, access, authorized_at: iat, last_used_at, expires_at };
}
