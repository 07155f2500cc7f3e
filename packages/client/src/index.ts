/** How a host connects to an MCP server: it finds out what the server asks for, gets it, and speaks MCP. */
export { ClientError, type ClientErrorCode, type ClientErrorDetails } from './client-error.ts';
export { guardedFetch, type Fetch, type GuardedFetch, type GuardedFetchOptions } from './network/guarded-fetch.ts';
export type { Proxies } from './network/proxies.ts';
export type { Reach } from './network/reach.ts';
export { discover, type Discovery, type DiscoveryContext } from './discovery/discover.ts';
export { clientMetadataDocument, type ClientIdentity } from './registration/client-identity.ts';
export { register, wayToRegister } from './registration/register.ts';
export type { RegisteredClient } from './registration/registered-client.ts';
export type { Authorization, Tokens } from './authorization/authorization.ts';
export { beginAuthorization, type Attempt } from './authorization/begin.ts';
export { finishAuthorization, type FinishContext } from './authorization/finish.ts';
export { loopbackCallback, type LoopbackCallback } from './authorization/loopback-callback.ts';
export { askUnauthorized, type Unauthorized } from './sign-in/ask-unauthorized.ts';
export { beginSignIn } from './sign-in/begin-sign-in.ts';
export { finishSignIn, type SignInAnswer } from './sign-in/finish-sign-in.ts';
export { signInHere, type SignInHereOptions } from './sign-in/sign-in-here.ts';
export type { BegunSignIn, FinishedSignIn, SignInAttempt, SignInOptions } from './sign-in/sign-in.ts';
export { refreshAuthorization } from './token/refresh.ts';
export { revokeAuthorization } from './token/revoke.ts';
export { apiKey, noCredential, ownHeaders, type Credential, type Refusal } from './credentials/credential.ts';
export type { AuthorizationKeeper } from './credentials/authorization-keeper.ts';
export { headerNameProblem, headerValueProblem, type HeaderFields } from './credentials/header-fields.ts';
export { keptInMemory } from './credentials/kept-in-memory.ts';
export {
  type KeptRecord,
  type Lease,
  leasedKeeper,
  type LeasedKeeperOptions,
  type SharedRecord,
} from './credentials/leased-keeper.ts';
export { oauthCredential, type OAuthCredentialOptions } from './credentials/oauth.ts';
export {
  type CallOptions,
  connect,
  type ConnectOptions,
  type Connection,
  type ListedTool,
  type Progress,
  type ToolResult,
} from './connection/connection.ts';
