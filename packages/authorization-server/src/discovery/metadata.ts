/** The authorization server's metadata (RFC 8414 §2, OpenID Connect Discovery §3), written from the capabilities that are enforced. */
import { authorizationServerMetadataSchema, type AuthorizationServerMetadata } from '@granthouse/protocol';
import { openidClaims, paths, type Capabilities } from '../capabilities.ts';
import type { CompleteOptions } from '../options.ts';

export function metadataOf(options: CompleteOptions, capabilities: Capabilities): AuthorizationServerMetadata {
  const at = (path: string) => `${options.issuer}${path}`;
  const methods = [...capabilities.clientAuthenticationMethods];
  const algorithms = [...capabilities.clientAuthenticationAlgorithms];
  return authorizationServerMetadataSchema.parse({
    issuer: options.issuer,
    authorization_endpoint: at(paths.authorization),
    token_endpoint: at(paths.token),
    ...(capabilities.registration ? { registration_endpoint: at(paths.registration) } : {}),
    introspection_endpoint: at(paths.introspection),
    revocation_endpoint: at(paths.revocation),
    jwks_uri: at(paths.jwks),
    scopes_supported: [...capabilities.scopes],
    response_types_supported: [...capabilities.responseTypes],
    response_modes_supported: [...capabilities.responseModes],
    grant_types_supported: [...capabilities.grantTypes],
    code_challenge_methods_supported: [...capabilities.codeChallengeMethods],
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    introspection_endpoint_auth_methods_supported: [...capabilities.introspectionAuthenticationMethods],
    introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    dpop_signing_alg_values_supported: [...capabilities.dpopAlgorithms],
    authorization_response_iss_parameter_supported: true,
    ...(capabilities.clientIdMetadataDocuments ? { client_id_metadata_document_supported: true } : {}),
    protected_resources: options.resources.map((entry) => entry.resource),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [capabilities.signingAlgorithm],
    claims_supported: Object.values(openidClaims).flat(),
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  });
}
