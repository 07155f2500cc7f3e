/** An OAuth 2.1 authorization server made for MCP: clients register themselves, people sign in and decide. */
export {
  createAuthorizationServer,
  openAccounts,
  openClients,
  openKeys,
  type AuthorizationServer,
  type Keys,
} from './authorization-server.ts';
export type { AuditEvent, AuditEventName } from './audit.ts';
export type { Account, Accounts } from './accounts/accounts.ts';
export type { Clients, PreRegisteredClient } from './clients/clients.ts';
export type { NewClient } from './clients/new-client.ts';
export type { AuthorizationServerOptions } from './options.ts';
export type { ResealProgress, ResealReport } from './reseal.ts';
export type { SigningKeyEntry } from './signing-keys/signing-keys.ts';
export { stderrLog, type Log } from './log.ts';
