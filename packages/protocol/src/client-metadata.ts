/** What a client says of itself when it registers or publishes its document (RFC 7591 §2). */
import { z } from 'zod';

import { endpointUrl, pageUrl } from './metadata-member.ts';

const members = z.looseObject({
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
});

const hasOneKeySet = ({ jwks, jwks_uri: address }: z.infer<typeof members>) =>
  jwks === undefined || address === undefined;
const oneKeySet = { path: ['jwks'], message: 'jwks and jwks_uri never come together (RFC 7591 §2)' };

/**
 * Checks client metadata; unknown members pass (RFC 7591 §2). Everything in it is claimed, nothing is proven.
 * Redirect URIs are judged one by one with judgeRedirectUri, so that a refusal can name the index.
 */
export const clientMetadataSchema = members.refine(hasOneKeySet, oneKeySet);

/** What a client says of itself. */
export type ClientMetadata = z.infer<typeof clientMetadataSchema>;

/** Seconds since the epoch. */
const instant = z.number().int().nonnegative();

/** Checks what a server answers to a registration: what was stored, with the id that it chose (RFC 7591 §3.2.1, RFC 7592 §3). */
export const clientInformationSchema = members
  .extend({
    scope: z.string().min(1).optional(),
    client_id: z.string().min(1),
    client_id_issued_at: instant.optional(),
    client_secret: z.string().min(1).optional(),
    /** 0: never. */
    client_secret_expires_at: instant.optional(),
    registration_access_token: z.string().min(1).optional(),
    registration_client_uri: endpointUrl.optional(),
  })
  .refine(hasOneKeySet, oneKeySet)
  .refine((answer) => answer.client_secret === undefined || answer.client_secret_expires_at !== undefined, {
    path: ['client_secret_expires_at'],
    message: 'a secret comes with the date of its end (RFC 7591 §3.2.1)',
  })
  .refine((answer) => answer.client_secret === undefined || answer.token_endpoint_auth_method !== 'none', {
    path: ['client_secret'],
    message: 'a client without authentication has no secret (RFC 7591 §2)',
  })
  .refine(
    (answer) => (answer.registration_access_token === undefined) === (answer.registration_client_uri === undefined),
    {
      path: ['registration_client_uri'],
      message: 'the address and the token of management come together (RFC 7592 §3)',
    },
  );

/** What a server answers to a registration. */
export type ClientInformation = z.infer<typeof clientInformationSchema>;
