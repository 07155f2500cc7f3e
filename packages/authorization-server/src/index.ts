/** An OAuth 2.1 authorization server made for MCP: clients register themselves, people sign in and decide. */
export { createAuthorizationServer, type AuthorizationServer } from './authorization-server.ts';
export {
  openAccounts,
  openAuthorizations,
  openClients,
  openInitialAccessTokens,
  openKeys,
  type Keys,
} from './beside-servers.ts';
export type { AuditEvent, AuditEventName } from './audit.ts';
export type { Account, Accounts } from './accounts/accounts.ts';
export type { Authorization, Authorizations, WhichAuthorizations } from './authorizations/authorizations.ts';
export type { Clients, PreRegisteredClient } from './clients/clients.ts';
export type { NewClient } from './clients/new-client.ts';
export type { AuthorizationServerOptions } from './options.ts';
export type {
  InitialAccessToken,
  InitialAccessTokens,
  NewInitialAccessToken,
} from './registration/initial-access-tokens.ts';
export type { ResealProgress, ResealReport } from './store/reseal.ts';
export type { SigningKeyEntry } from './signing-keys/signing-keys.ts';
export { checkStore } from './store/check.ts';
export { stderrLog, type Log } from './log.ts';
