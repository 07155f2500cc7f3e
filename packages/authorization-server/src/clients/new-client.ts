/** What an operator may register: judged with a remedy, completed by the normaliser like a registration (RFC 7591 §2). */
import { parseOptions } from '@granthouse/protocol';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Capabilities } from '../capabilities.ts';
import type { CompleteOptions } from '../options.ts';
import { redirectUri, rules, withoutGrants } from '../options/clients.ts';
import { resourceIdentifier } from '../options/resources.ts';
import { normaliseClientMetadata } from '../registration/normalise.ts';
import { publicKeys } from './public-keys.ts';

export interface NewClient {
  readonly client_name: string;
  /** Random by default. */
  readonly client_id?: string;
  /** Where people are sent back to; or `introspects`, and the client is a resource server. */
  readonly redirect_uris?: readonly string[];
  readonly introspects?: string;
  /** By default `private_key_jwt` with `jwks`, otherwise a secret, which may come in the header and in the body alike. */
  readonly token_endpoint_auth_method?: string;
  readonly jwks?: unknown;
}

interface Parts {
  readonly options: CompleteOptions;
  readonly capabilities: Capabilities;
}

/** Throws a ConfigurationError that says where, what was found and what would do. */
export function completeClient(wanted: NewClient, parts: Parts) {
  const client = parseOptions(schemaOf(parts), wanted, 'client');
  if (client.introspects !== undefined) return { ...client, ...withoutGrants };
  const policy = {
    ...parts.capabilities,
    privateUseRedirectUris: client.redirect_uris,
    knownScopes: new Set<string>(),
    keysByAddress: false,
  };
  return { ...client, ...normaliseClientMetadata(client, policy) };
}

function schemaOf({ options, capabilities }: Parts) {
  const methods = capabilities.clientAuthenticationMethods;
  const resources = options.resources.map(({ resource }) => resource);
  return z
    .strictObject({
      client_id: z
        .string()
        .regex(/^[\w.~-]{1,128}$/, 'use up to 128 letters, digits and . _ ~ -')
        .refine(...rules.id)
        .default(() => `client_${randomBytes(12).toString('base64url')}`),
      client_name: z.string().min(1).max(200),
      redirect_uris: z.array(redirectUri).max(20).default([]),
      introspects: resourceIdentifier
        .refine((resource) => resources.includes(resource), `name one of the resources: ${resources.join(', ')}`)
        .optional(),
      token_endpoint_auth_method: z.enum(methods, `use one of ${methods.join(', ')}`).optional(),
      jwks: publicKeys(capabilities.clientAuthenticationAlgorithms).optional(),
    })
    .transform(({ token_endpoint_auth_method: method, ...client }) => ({
      ...client,
      token_endpoint_auth_method: method ?? (client.jwks ? 'private_key_jwt' : 'client_secret_basic'),
    }))
    .refine(
      ({ jwks, token_endpoint_auth_method: method }) => (jwks !== undefined) === (method === 'private_key_jwt'),
      'private_key_jwt and a key set (jwks) belong together: give both or neither',
    )
    .refine(...rules.purpose)
    .refine(...rules.proof);
}
