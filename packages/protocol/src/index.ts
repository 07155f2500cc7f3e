/** The words of OAuth and MCP authorization, once: what every role of RFC 6749 §1.1 says, reads and compares. */
export {
  type AuthorizationServerMetadata,
  authorizationServerMetadataSchema,
} from './authorization-server-metadata.ts';
export { readBearerToken } from './bearer-token.ts';
export {
  type ClientInformation,
  clientInformationSchema,
  type ClientMetadata,
  clientMetadataSchema,
} from './client-metadata.ts';
export { ConfigurationError, type ConfigurationProblem, parseOptions } from './configuration-error.ts';
export { OAuthError, type OAuthErrorCode } from './oauth-error.ts';
export { printableJson, printableText } from './printable-text.ts';
export { type ProtectedResourceMetadata, protectedResourceMetadataSchema } from './protected-resource-metadata.ts';
export {
  judgeRedirectUri,
  type RedirectUriClass,
  RedirectUriError,
  type RedirectUriProblem,
  redirectUriMatches,
  withoutLoopbackPort,
} from './redirect-uri.ts';
export { canonicalResource, isSameResource } from './resource-indicator.ts';
export {
  formatScope,
  impliedScopes,
  isScopeToken,
  missingScopes,
  parseScope,
  type ScopeImplications,
} from './scope.ts';
export { isLoopbackHost, webUriProblem } from './uri.ts';
export { authorizationServerMetadataUrls, protectedResourceMetadataUrl } from './well-known.ts';
export { bearerChallenge, type Challenge, parseChallenges, writeChallenge } from './www-authenticate.ts';
