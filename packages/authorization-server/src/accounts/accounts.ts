/** Local accounts: who may sign in. A login is unique whatever its case; a removed person's id is never given to another. */
import { everyRecord, type Document, type DocumentStore } from '@granthouse/storage';
import { randomBytes } from 'node:crypto';
import type { Audit } from '../audit.ts';
import { endAuthorizations } from '../authorizations/end-authorization.ts';
import { hashedId, type Vault } from '../store/vault.ts';
import { BusyError, hashPassword, isPassword, nobodysPassword, type PasswordHash } from './password.ts';
import { signInAttempts } from './sign-in-attempts.ts';

export interface Account {
  readonly accountId: string;
  /** As typed when the account was made. */
  readonly login: string;
  /** OpenID Connect standard claims. */
  readonly claims: {
    readonly sub: string;
    readonly name?: string;
    readonly preferred_username?: string;
    readonly email?: string;
  };
}

export type SignIn =
  | { readonly outcome: 'signed-in'; readonly account: Account }
  /** The account, where the name is somebody's and the password is not. */
  | { readonly outcome: 'refused'; readonly accountId?: string }
  | { readonly outcome: 'wait'; readonly seconds: number };

export interface Accounts {
  /** False when the login is taken. */
  add(person: { login: string; password: string; name?: string; email?: string }): Promise<boolean>;
  list(): Promise<Account[]>;
  find(accountId: string): Promise<Account | undefined>;
  findByLogin(login: string): Promise<Account | undefined>;
  /** Throws BusyError when too many passwords are being checked at once. */
  signIn(login: string, password: string, address: string): Promise<SignIn>;
  /** Ends the person's browser sessions. False: no such person. */
  setPassword(login: string, password: string): Promise<boolean>;
  /** Ends browser sessions and every authorization; one that failed is completed by a repeat. False: no such person. */
  remove(login: string): Promise<boolean>;
}

const mostLastKeys = 10_000;

export function accountsOf(vault: Vault, audit: Audit): Accounts {
  const { store } = vault;
  return {
    async add({ login, password, name, email }) {
      const accountId = `acc_${randomBytes(15).toString('base64url')}`;
      const document = { accountId, login, name, email, password: { ...(await hashPassword(password)) } };
      if (!(await store.insert('account', keyOf(login), document))) return false;
      audit('account.added', { account_id: accountId });
      return true;
    },
    list: () => allAccounts(store),
    find: findOf(vault),
    findByLogin: (login) => store.get('account', keyOf(login)).then((document) => document && accountOf(document)),
    signIn: signInOf(vault),
    async setPassword(login, password) {
      const document = await store.get('account', keyOf(login));
      if (!document) return false;
      const set = { password: { ...(await hashPassword(password)) } };
      // Not a put: that would bring back a person who is removed meanwhile.
      const isSame = { accountId: accountOf(document).accountId };
      if (!(await store.compareAndSet('account', keyOf(login), { expected: isSame, set }))) return false;
      await endSessions(vault, document);
      audit('account.password_changed', { account_id: isSame.accountId });
      return true;
    },
    async remove(login) {
      const document = await store.get('account', keyOf(login));
      if (!document) return false;
      // Before, so that a failure leaves an account by which a repeat finds the rest; after, for what began meanwhile.
      await endAll(vault, document);
      await store.delete('account', keyOf(login));
      await endAll(vault, document);
      audit('account.removed', { account_id: accountOf(document).accountId });
      return true;
    },
  };
}

/** Every token request asks for its person: where a person was found last is read first, and judged like any other. */
function findOf({ store }: Vault): Accounts['find'] {
  const lastKeys = new Map<string, string>();
  return async (accountId) => {
    const lastKey = lastKeys.get(accountId);
    const there = lastKey === undefined ? undefined : await store.get('account', lastKey);
    if (there?.['accountId'] === accountId) return accountOf(there);
    const { items } = await store.findBy('account', { field: 'accountId', value: accountId }, { limit: 1 });
    const [found] = items;
    if (!found) return undefined;
    if (lastKeys.size >= mostLastKeys) lastKeys.clear();
    lastKeys.set(accountId, found.id);
    return accountOf(found.document);
  };
}

function signInOf(vault: Vault): Accounts['signIn'] {
  const attempts = signInAttempts(vault);
  return async (login, password, address) => {
    const key = keyOf(login);
    const attempt = await attempts.begin(key, address);
    if (attempt.seconds > 0) return { outcome: 'wait', seconds: attempt.seconds };
    const document = await vault.store.get('account', key);
    // Nobody's password takes as long to check as somebody's.
    const stored = (document?.['password'] as PasswordHash | undefined) ?? nobodysPassword;
    const matches = await isPassword(password, stored).catch(async (error: unknown) => {
      if (error instanceof BusyError) await attempt.unheard();
      throw error;
    });
    if (!document) return { outcome: 'refused' };
    if (!matches) return { outcome: 'refused', accountId: accountOf(document).accountId };
    await attempt.succeeded();
    return { outcome: 'signed-in', account: accountOf(document) };
  };
}

/** Case and composition don't make another person. */
const keyOf = (login: string) => hashedId(login.normalize('NFKC').trim().toLowerCase());

function accountOf(document: Document): Account {
  const { accountId, login, name, email } = document as {
    accountId: string;
    login: string;
    name?: string;
    email?: string;
  };
  return {
    accountId,
    login,
    claims: {
      sub: accountId,
      name: name ?? login,
      preferred_username: login,
      ...(email === undefined ? {} : { email }),
    },
  };
}

async function allAccounts(store: DocumentStore): Promise<Account[]> {
  const accounts: Account[] = [];
  for await (const { document } of everyRecord(store, 'account')) accounts.push(accountOf(document));
  return accounts;
}

const ofAccount = (document: Document) => ({ field: 'accountId' as const, value: accountOf(document).accountId });

async function endAll(vault: Vault, document: Document): Promise<void> {
  await endSessions(vault, document);
  await endAuthorizations(vault.store, ofAccount(document));
}

async function endSessions({ store }: Vault, document: Document): Promise<void> {
  // First what would begin a session: a sign-in that was accepted and is still on its way.
  await store.deleteBy('interaction', ofAccount(document));
  await store.deleteBy('session', ofAccount(document));
}
