/** The metadata document of a protected resource (RFC 9728 §2). */
import { z } from 'zod';

import { algorithmList, endpointUrl, issuerUrl, nameList, pageUrl, scopeList } from './metadata-member.ts';

/**
 * Checks a protected resource's metadata, ours or another's; unknown members pass (RFC 9728 §3.2). Whether `resource`
 * is the one that was asked for (§3.3) is the caller's comparison.
 */
export const protectedResourceMetadataSchema = z.looseObject({
  resource: endpointUrl,
  authorization_servers: z.array(issuerUrl).min(1).optional(),
  jwks_uri: endpointUrl.optional(),
  scopes_supported: scopeList.optional(),
  bearer_methods_supported: nameList.optional(),
  resource_signing_alg_values_supported: algorithmList.optional(),
  resource_name: z.string().min(1).optional(),
  resource_documentation: pageUrl.optional(),
  resource_policy_uri: pageUrl.optional(),
  resource_tos_uri: pageUrl.optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  authorization_details_types_supported: nameList.optional(),
  dpop_signing_alg_values_supported: algorithmList.optional(),
  dpop_bound_access_tokens_required: z.boolean().optional(),
  signed_metadata: z.string().min(1).optional(),
});

/** A protected resource's metadata document. */
export type ProtectedResourceMetadata = z.infer<typeof protectedResourceMetadataSchema>;
