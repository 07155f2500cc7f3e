/** Rooms of the server opened alone, for commands that work on its store beside running servers. */
import { accountsOf } from './accounts/accounts.ts';
import { auditOf } from './audit.ts';
import { createAuthorizationServer } from './authorization-server.ts';
import { authorizationsOf } from './authorizations/authorizations.ts';
import { completeOptions, type AuthorizationServerOptions } from './options.ts';
import { reseal, type ResealProgress, type ResealReport } from './store/reseal.ts';
import { loadSigningKeys, type SigningKeys } from './signing-keys/signing-keys.ts';
import { openVault, type VaultOptions } from './store/vault.ts';

/** What seals and what signs. */
export interface Keys {
  readonly signing: Pick<SigningKeys, 'list' | 'rotate'>;
  /** Seals under `secret` what one of `otherSecrets` sealed. */
  reseal(tell?: ResealProgress): Promise<ResealReport>;
}

/** The people who may sign in. */
export async function openAccounts(input: VaultOptions) {
  const vault = await openVault(input);
  return { accounts: accountsOf(vault), close: () => vault.store.close() };
}

/** What people have connected. */
export async function openAuthorizations(input: VaultOptions) {
  const vault = await openVault(input);
  const authorizations = authorizationsOf({ vault, accounts: accountsOf(vault) });
  return { authorizations, close: () => vault.store.close() };
}

/** The options are the server's own. */
export async function openKeys(input: AuthorizationServerOptions) {
  const options = completeOptions(input);
  const vault = await openVault(options);
  try {
    const signing = await loadSigningKeys({ vault, options, audit: auditOf(options) });
    const keys: Keys = { signing, reseal: (tell) => reseal(vault, tell) };
    return { keys, close: () => vault.store.close() };
  } catch (error) {
    await vault.store.close();
    throw error;
  }
}

/** The clients that the operator registers; the options are the server's own. */
export async function openClients(input: AuthorizationServerOptions) {
  const { clients, close } = await createAuthorizationServer(input);
  return { clients, close };
}
