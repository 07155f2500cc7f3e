/** What a client says of itself when it registers or publishes its document (RFC 7591 §2). */
import { z } from 'zod';

import { endpointUrl, pageUrl } from './metadata-member.ts';

/**
 * Checks client metadata; unknown members pass (RFC 7591 §2). Everything in it is claimed, nothing is proven.
 * Redirect URIs are judged one by one with judgeRedirectUri, so that a refusal can name the index.
 */
export const clientMetadataSchema = z
  .looseObject({
    redirect_uris: z.array(z.string().min(1)).min(1).optional(),
    token_endpoint_auth_method: z.string().min(1).optional(),
    grant_types: z.array(z.string().min(1)).optional(),
    response_types: z.array(z.string().min(1)).optional(),
    application_type: z.enum(['native', 'web']).optional(),
    client_name: z.string().min(1).optional(),
    client_uri: pageUrl.optional(),
    logo_uri: pageUrl.optional(),
    tos_uri: pageUrl.optional(),
    policy_uri: pageUrl.optional(),
    // Advice, never a cap, and hosts send lists of their own making: its syntax is judged where it is used.
    scope: z.string().optional(),
    contacts: z.array(z.string()).optional(),
    jwks_uri: endpointUrl.optional(),
    jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) }).optional(),
    software_id: z.string().min(1).optional(),
    software_version: z.string().min(1).optional(),
    software_statement: z.string().min(1).optional(),
    dpop_bound_access_tokens: z.boolean().optional(),
  })
  .refine(({ jwks, jwks_uri }) => jwks === undefined || jwks_uri === undefined, {
    path: ['jwks'],
    message: 'jwks and jwks_uri never come together (RFC 7591 §2)',
  });

/** What a client says of itself. */
export type ClientMetadata = z.infer<typeof clientMetadataSchema>;
