/** Clients that the operator registers: RFC 7591 §2 metadata with a client_id, or a resource server that may introspect (RFC 7662 §2.1). */
import { ConfigurationError, judgeRedirectUri } from '@granthouse/protocol';
import { z } from 'zod';
import { isSelfRegistered } from '../registration/client-id.ts';
import { readBy } from './read-by.ts';
import { type ResourceDefinition, resourceIdentifier } from './resources.ts';

/** The operator's own word: an exact private-use URI needs no list, everything dangerous is refused all the same. */
export const redirectUri = readBy(
  (uri) => judgeRedirectUri(uri, { knownUris: [uri] }) && uri,
  'https://app.example.com/callback',
);

/** What a resource server is as a client: it signs nobody in and gets no tokens. */
export const withoutGrants = { redirect_uris: [], grant_types: [], response_types: [] };

/** Each with what would do. */
export const rules = {
  id: [(id: string) => !isSelfRegistered(id), 'choose an id that begins with neither dcr_ nor https://'],
  purpose: [
    (client: { redirect_uris: readonly string[]; introspects?: string | undefined }) =>
      client.redirect_uris.length > 0 !== (client.introspects !== undefined),
    'give it redirect_uris, or the one resource that it introspects',
  ],
  proof: [
    (client: { introspects?: string | undefined; [member: string]: unknown }) =>
      client.introspects === undefined || client['token_endpoint_auth_method'] !== 'none',
    'a client that introspects has a secret or a key',
  ],
} as const;

export const preRegisteredClient = z
  .looseObject({
    client_id: z
      .string()
      .min(1)
      .refine(...rules.id),
    redirect_uris: z.array(redirectUri).default([]),
    /** The resource whose access tokens it may introspect. */
    introspects: resourceIdentifier.optional(),
  })
  .refine(...rules.purpose)
  .refine(...rules.proof)
  .transform((client) => (client.introspects === undefined ? typed(client) : { ...client, ...withoutGrants }));

/** As for every other client, what the URIs are decides: the engine forgives a native one alone the port (RFC 8252 §8.4). */
function typed<C extends { redirect_uris: readonly string[] }>(client: C): C {
  const isWeb = client.redirect_uris.every((uri) => uri.startsWith('https://'));
  return isWeb ? client : { ...client, application_type: 'native' };
}

/** Throws a ConfigurationError when a client introspects what no token is for. */
export function refuseUnknownResources({
  clients,
  resources,
}: {
  clients: readonly z.output<typeof preRegisteredClient>[];
  resources: readonly ResourceDefinition[];
}): void {
  for (const [index, { introspects }] of clients.entries()) {
    if (introspects === undefined || resources.some(({ resource }) => resource === introspects)) continue;
    throw new ConfigurationError({
      path: `authorizationServer.clients[${index}].introspects`,
      found: introspects,
      remedy: `name one of the resources: ${resources.map(({ resource }) => resource).join(', ')}`,
    });
  }
}
