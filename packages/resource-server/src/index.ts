/** Turns any HTTP server into an OAuth protected resource for MCP hosts (RFC 9728, RFC 6750, RFC 9068). */
export type { AccessToken } from './access-token.ts';
export type { Auth, CredentialKind, OtherAuth } from './auth.ts';
export { newApiKey } from './credentials/new-api-key.ts';
export type { Decision } from './decision.ts';
export type { ApiKeyOptions } from './options/api-key.ts';
export type { AuthorizationServerOptions } from './options/authorization-servers.ts';
export type { CredentialOptions } from './options/credentials.ts';
export type { HeadersOptions } from './options/headers.ts';
export type { CredentialHolder } from './options/holder.ts';
export type { DpopOptions, RememberProof, SeenProof } from './options/dpop.ts';
export type { Log, ProtectedResourceOptions } from './options.ts';
export { protectedResource, type ProtectedResource } from './protected-resource.ts';
export type { RefusalReason } from './refusal.ts';
export type { RequestHead } from './request-head.ts';
export type { BodyScopes, NeededScopes } from './scopes/scope-gate.ts';
