/** Accounts whose password is quick to check, for tests that sign in at every turn: the cost stands beside the hash (RFC 7914). */
import { scryptSync } from 'node:crypto';
import { everyRecord, type DocumentStore } from '@granthouse/storage';
import type { PasswordHash } from '../../packages/authorization-server/src/accounts/password.ts';

export function cheapPassword(password: string): PasswordHash {
  const cost = { N: 2, r: 1, p: 1 };
  const salt = Buffer.from('a salt for tests');
  return {
    hash: scryptSync(password, salt, 32, cost).toString('base64url'),
    salt: salt.toString('base64url'),
    ...cost,
  };
}

/** Of everyone who is there. */
export async function cheapenPasswords(store: DocumentStore, password: string): Promise<void> {
  const set = { password: { ...cheapPassword(password) } };
  for await (const { id } of everyRecord(store, 'account'))
    await store.compareAndSet('account', id, { expected: {}, set });
}
