/** Rooms of the server opened alone, for commands that work on its store beside running servers. */
import { accountsOf } from './accounts/accounts.ts';
import { auditOf } from './audit.ts';
import { createAuthorizationServer } from './authorization-server.ts';
import { authorizationsOf } from './authorizations/authorizations.ts';
import { stderrLog } from './log.ts';
import { completeOptions, type AuthorizationServerOptions } from './options.ts';
import { initialAccessTokensOf } from './registration/initial-access-tokens.ts';
import { reseal, type ResealProgress, type ResealReport } from './store/reseal.ts';
import { loadSigningKeys, type SigningKeys } from './signing-keys/signing-keys.ts';
import { openVault, type VaultOptions } from './store/vault.ts';

/** What seals and what signs. */
export interface Keys {
  readonly signing: Pick<SigningKeys, 'list' | 'rotate'>;
  /** Seals under `secret` what one of `otherSecrets` sealed. */
  reseal(tell?: ResealProgress): Promise<ResealReport>;
}

type BesideOptions = VaultOptions & Pick<AuthorizationServerOptions, 'log' | 'onEvent'>;

const auditBeside = ({ log = stderrLog('warn'), onEvent, now = Date.now }: BesideOptions) =>
  auditOf({ log, onEvent, now });

/** The people who may sign in. */
export async function openAccounts(input: BesideOptions) {
  const vault = await openVault(input);
  return { accounts: accountsOf(vault, auditBeside(input)), close: () => vault.store.close() };
}

/** What people have connected. */
export async function openAuthorizations(input: BesideOptions) {
  const vault = await openVault(input);
  const audit = auditBeside(input);
  const authorizations = authorizationsOf({ vault, accounts: accountsOf(vault, audit), audit });
  return { authorizations, close: () => vault.store.close() };
}

/** By which apps may register where nobody else may. */
export async function openInitialAccessTokens(input: BesideOptions) {
  const vault = await openVault(input);
  const initialAccessTokens = initialAccessTokensOf({ vault, audit: auditBeside(input) });
  return { initialAccessTokens, close: () => vault.store.close() };
}

/** The options are the server's own. */
export async function openKeys(input: AuthorizationServerOptions) {
  const options = completeOptions(input);
  const vault = await openVault(options);
  try {
    const audit = auditOf(options);
    const signing = await loadSigningKeys({ vault, options, audit });
    const keys: Keys = {
      signing,
      async reseal(tell) {
        const report = await reseal(vault, tell);
        audit('store.resealed', { ...report });
        return report;
      },
    };
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
