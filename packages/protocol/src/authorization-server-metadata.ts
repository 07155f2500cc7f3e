/** The metadata document of an authorization server (RFC 8414 §2 and the RFCs that add members to it). */
import { z } from 'zod';

import { algorithmList, endpointUrl, issuerUrl, nameList, pageUrl, scopeList } from './metadata-member.ts';

/**
 * Checks an authorization server's metadata, ours or another's; unknown members pass (RFC 8414 §3.2). Whether
 * `issuer` is the one that was asked for (§3.3) is the caller's comparison.
 */
export const authorizationServerMetadataSchema = z.looseObject({
  issuer: issuerUrl,
  authorization_endpoint: endpointUrl,
  token_endpoint: endpointUrl,
  jwks_uri: endpointUrl.optional(),
  registration_endpoint: endpointUrl.optional(),
  scopes_supported: scopeList.optional(),
  response_types_supported: nameList,
  response_modes_supported: nameList.optional(),
  grant_types_supported: nameList.optional(),
  token_endpoint_auth_methods_supported: nameList.optional(),
  token_endpoint_auth_signing_alg_values_supported: algorithmList.optional(),
  service_documentation: pageUrl.optional(),
  op_policy_uri: pageUrl.optional(),
  op_tos_uri: pageUrl.optional(),
  revocation_endpoint: endpointUrl.optional(),
  revocation_endpoint_auth_methods_supported: nameList.optional(),
  revocation_endpoint_auth_signing_alg_values_supported: algorithmList.optional(),
  introspection_endpoint: endpointUrl.optional(),
  introspection_endpoint_auth_methods_supported: nameList.optional(),
  introspection_endpoint_auth_signing_alg_values_supported: algorithmList.optional(),
  // RFC 7636, as RFC 8414 §2 lists it
  code_challenge_methods_supported: nameList.optional(),
  // RFC 8628 §4
  device_authorization_endpoint: endpointUrl.optional(),
  // RFC 9126 §5
  pushed_authorization_request_endpoint: endpointUrl.optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  // RFC 9207 §3
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  // RFC 9449 §5.1
  dpop_signing_alg_values_supported: algorithmList.optional(),
  // RFC 9728 §4
  protected_resources: z.array(endpointUrl).min(1).optional(),
  // draft-ietf-oauth-client-id-metadata-document
  client_id_metadata_document_supported: z.boolean().optional(),
});

/** An authorization server's metadata document. */
export type AuthorizationServerMetadata = z.infer<typeof authorizationServerMetadataSchema>;
