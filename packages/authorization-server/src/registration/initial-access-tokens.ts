/**
 * Initial access tokens (RFC 7591 §3): where nobody else may register, an app shows one that the operator gave it. Each
 * is stored under its hash, and ends by a date, by the number of its uses, or when the operator removes it.
 */
import { parseOptions } from '@granthouse/protocol';
import { everyRecord, type Document } from '@granthouse/storage';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import { hashedId, type Vault } from '../store/vault.ts';

/** Dates are seconds since the epoch. */
export interface InitialAccessToken {
  /** The hash of the token, as audit events name it. */
  readonly id: string;
  readonly name: string;
  readonly created_at: number;
  readonly expires_at?: number;
  /** Registrations that it is still good for; absent: any number. */
  readonly uses_left?: number;
}

export interface NewInitialAccessToken {
  /** Whom it is for, in the operator's words. */
  readonly name: string;
  /** Registrations that it is good for. */
  readonly uses?: number | undefined;
  /** Seconds. */
  readonly lifetime?: number | undefined;
}

export interface InitialAccessTokens {
  /** The token is told here and never again. Throws a ConfigurationError that says what to mend. */
  add(token: NewInitialAccessToken): Promise<InitialAccessToken & { readonly token: string }>;
  list(): Promise<InitialAccessToken[]>;
  /** False: there is none. */
  remove(id: string): Promise<boolean>;
  /** Its id, while it is good for a registration. */
  find(token: string): Promise<string | undefined>;
  /** Takes one of its uses: of many at once no more succeed than are left. False: none was left. */
  use(id: string): Promise<boolean>;
}

const collection = 'initial_access_token';

const wanted = z.strictObject({
  name: z.string().min(1).max(100),
  uses: z.number().int().min(1).max(1_000_000).optional(),
  lifetime: z
    .number()
    .int()
    .min(60)
    .max(3650 * 86_400)
    .optional(),
});

export function initialAccessTokensOf({ vault, audit }: { vault: Vault; audit: Audit }): InitialAccessTokens {
  const { store } = vault;
  const tokens: InitialAccessTokens = {
    add: (token) => add({ vault, audit }, token),
    async list() {
      const all: InitialAccessToken[] = [];
      for await (const { id, document } of everyRecord(store, collection)) all.push(described(id, document));
      return all;
    },
    async remove(id) {
      const isRemoved = await store.delete(collection, id);
      if (isRemoved) audit('initial_access_token.removed', { initial_access_token: id });
      return isRemoved;
    },
    async find(token) {
      const id = hashedId(token);
      const record = await store.get(collection, id);
      return record && record['uses_left'] !== 0 ? id : undefined;
    },
    async use(id) {
      const record = await store.get(collection, id);
      const left = record?.['uses_left'];
      if (!record || left === 0) return false;
      if (typeof left !== 'number') return true;
      const change = { expected: { uses_left: left }, set: { uses_left: left - 1 } };
      return (await store.compareAndSet(collection, id, change)) || tokens.use(id);
    },
  };
  return tokens;
}

async function add({ vault, audit }: { vault: Vault; audit: Audit }, given: NewInitialAccessToken) {
  const { name, uses, lifetime } = parseOptions(wanted, given, 'initialAccessToken');
  const token = randomBytes(32).toString('base64url');
  const id = hashedId(token);
  const now = Math.floor(vault.now() / 1000);
  const document = {
    name,
    created_at: now,
    ...(lifetime === undefined ? {} : { expires_at: now + lifetime }),
    ...(uses === undefined ? {} : { uses_left: uses }),
  };
  await vault.store.insert(collection, id, document, lifetime === undefined ? undefined : (now + lifetime) * 1000);
  audit('initial_access_token.added', { initial_access_token: id, name });
  return { ...described(id, document), token };
}

const described = (id: string, document: Document) => ({ id, ...document }) as unknown as InitialAccessToken;
